// A line chart: a sentence as its title, lines that are named where they end, values on hover.
import { h } from './dom.js';

const SPACE = { left: 44, top: 10, bottom: 26 };
const HEIGHT = 168; // pixels
const LETTER = 6.6; // pixels that a letter of a line's name takes
const svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export class Chart {
  // say(value) writes a value as text; tick(value) does so on the axis
  constructor({ say = (value) => value.toFixed(2), tick = null } = {}) {
    Object.assign(this, { say, tick });
    this.title = h('h3', {});
    this.note = h('p', {});
    this.plot = svg('svg', { role: 'img', height: HEIGHT });
    this.tip = h('div', { class: 'sc-tip', hidden: true });
    this.box = h('div', { class: 'sc-plot' }, this.plot, this.tip);
    this.element = h('figure', { class: 'sc-chart' }, h('figcaption', {}, this.title, this.note), this.box);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.box);
    this.box.addEventListener('pointermove', (event) => this.point(event));
    this.box.addEventListener('pointerleave', () => this.point(null));
  }

  // lines: [{name, points: [[x, y], …]}]; x runs from 0 to `until`; y holds at least `span`
  // `kept`: the x that is marked
  show({ title, note = '', lines, until, span = null, kept = null }) {
    Object.assign(this, { lines, until: Math.max(1, until), span, kept });
    this.title.textContent = title;
    this.note.textContent = note;
    this.plot.setAttribute('aria-label', `${title} ${note}`);
    this.draw();
  }

  draw() {
    const width = this.box.clientWidth;
    if (!this.lines || !width) return;
    const named = this.lines.length > 1 ? this.lines.filter((line) => line.points.length) : [];
    const right = 8 + Math.max(0, ...named.map((line) => line.name.length * LETTER));
    const [low, high, ticks] = scale(this.lines, this.span);
    this.x = (value) => SPACE.left + (value / this.until) * (width - SPACE.left - right);
    this.y = (value) => SPACE.top + ((high - value) / (high - low)) * (HEIGHT - SPACE.top - SPACE.bottom);
    this.mark = svg('g', { class: 'sc-mark' });
    this.plot.setAttribute('width', width);
    this.plot.replaceChildren(...this.axes(ticks, width - right), ...this.keptMark(), ...this.lines.flatMap((line, at) => this.line(line, at)), ...this.names(named), this.mark);
  }

  axes(ticks, right) {
    const rows = ticks.flatMap((tick) => [
      svg('line', { x1: SPACE.left, x2: right, y1: this.y(tick), y2: this.y(tick) }),
      svg('text', { x: SPACE.left - 8, y: this.y(tick) + 4, 'text-anchor': 'end' }, (this.tick ?? plain(ticks[1] - ticks[0]))(tick)),
    ]);
    const columns = [0, this.until / 2, this.until].map(Math.round).map((step, at) => svg('text', {
      x: this.x(step), y: HEIGHT - 6, 'text-anchor': ['start', 'middle', 'end'][at],
    }, at ? String(step) : 'step 0'));
    return [svg('g', { class: 'sc-axes' }, ...rows, ...columns)];
  }

  keptMark() {
    if (this.kept === null) return [];
    const x = this.x(this.kept);
    return [svg('g', { class: 'sc-kept' }, svg('line', { x1: x, x2: x, y1: SPACE.top, y2: HEIGHT - SPACE.bottom }), svg('text', { x: x + 4, y: SPACE.top + 24 }, 'kept'))];
  }

  // A restless line is drawn faintly below its own moving mean.
  line({ points, restless }, at) {
    const drawn = (path, more) => svg('path', { d: this.path(path), class: `sc-line sc-line-${at} ${more}` });
    if (points.length === 1) return [svg('circle', { cx: this.x(points[0][0]), cy: this.y(points[0][1]), r: 3.5, class: `sc-dot sc-line-${at}` })];
    if (restless && points.length > 12) return [drawn(points, 'sc-raw'), drawn(smooth(points), '')];
    const dots = restless ? [] : points.map(([x, y]) => svg('circle', { cx: this.x(x), cy: this.y(y), r: 2.5, class: `sc-dot sc-line-${at}` }));
    return [drawn(points, ''), ...dots];
  }

  path(points) {
    return points.map(([x, y], at) => `${at ? 'L' : 'M'}${this.x(x).toFixed(1)} ${this.y(y).toFixed(1)}`).join('');
  }

  // Each line's name stands at its end; names that would overlap are moved apart.
  names(lines) {
    const ends = lines.map((line) => {
      const [x, y] = (line.restless ? smooth(line.points) : line.points).at(-1);
      return { line, x: this.x(x) + 6, y: this.y(y) + 4 };
    }).sort((one, other) => one.y - other.y);
    ends.forEach((end, at) => { if (at) end.y = Math.max(end.y, ends[at - 1].y + 15); });
    const over = (ends.at(-1)?.y ?? 0) - (HEIGHT - SPACE.bottom);
    return ends.map(({ line, x, y }) => svg('text', {
      x, y: y - Math.max(0, over), class: `sc-name sc-line-${this.lines.indexOf(line)}`,
    }, line.name));
  }

  point(event) {
    this.tip.hidden = true;
    this.mark?.replaceChildren();
    const filled = this.lines?.filter((line) => line.points.length) ?? [];
    if (!event || !filled.length) return;
    const at = event.clientX - this.box.getBoundingClientRect().left;
    const steps = filled.flatMap((line) => line.points.map(([x]) => x));
    const step = steps.reduce((best, x) => (Math.abs(this.x(x) - at) < Math.abs(this.x(best) - at) ? x : best));
    const rows = filled.map((line) => [line, line.points.find(([x]) => x === step)?.[1]]).filter(([, y]) => y !== undefined);
    this.mark.append(
      svg('line', { x1: this.x(step), x2: this.x(step), y1: SPACE.top, y2: HEIGHT - SPACE.bottom }),
      ...rows.map(([line, y]) => svg('circle', { cx: this.x(step), cy: this.y(y), r: 4, class: `sc-dot sc-line-${this.lines.indexOf(line)}` })),
    );
    this.tip.replaceChildren(h('b', {}, `Step ${step}`), ...rows.map(([line, y]) => h('span', {}, `${filled.length > 1 ? `${line.name} ` : ''}${this.say(y)}`)));
    this.tip.hidden = false;
    const left = this.x(step) + 12;
    this.tip.style.left = `${left + this.tip.offsetWidth > this.box.clientWidth ? this.x(step) - this.tip.offsetWidth - 12 : left}px`;
  }

  destroy() {
    this.resized.disconnect();
  }
}

// Writes the values of an axis with as many decimals as its steps need.
function plain(step) {
  const decimals = [0, 1, 2].find((count) => Math.abs(step * 10 ** count - Math.round(step * 10 ** count)) < 1e-6) ?? 3;
  return (value) => value.toFixed(decimals).replace('-', '−');
}

// The mean of the last twentieth of the run at each point.
function smooth(points) {
  const window = Math.max(3, Math.round(points.length / 20));
  return points.map(([x], at) => {
    const near = points.slice(Math.max(0, at - window + 1), at + 1);
    return [x, near.reduce((sum, [, y]) => sum + y, 0) / near.length];
  });
}

// Lowest value, highest value, and three to six round numbers between them.
function scale(lines, span) {
  const values = [...lines.flatMap((line) => line.points.map(([, y]) => y)), ...(span ?? [])];
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (!values.length) [low, high] = [0, 1];
  if (high - low < 1e-9) [low, high] = [low - 0.5, high + 0.5];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const first = Math.floor(low / step + 1e-6) * step;
  const ticks = [];
  for (let tick = first; tick < high + step * 0.999; tick += step) ticks.push(Math.abs(tick) < step * 1e-6 ? 0 : tick);
  return [ticks[0], ticks.at(-1), ticks];
}
