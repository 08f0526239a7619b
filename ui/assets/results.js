// The Results page: what the newest measurement says, and the job that measures.
import { get, post, toldIfRefused, untilAnswered } from './api.js';
import { h } from './dom.js';
import { scoreTable } from './score_table.js';
import { capital, when } from './words.js';

const QUICK_MS = 1000; // between two looks at a job that is at work
const SLOW_MS = 10_000;

export function mount(element) {
  const page = new Results(element.querySelector('.sc-results'));
  return toldIfRefused(() => page.begin(), (text, mood) => page.say(text, mood));
}

class Results {
  constructor(element) {
    this.status = h('p', { class: 'sc-says', role: 'status', 'aria-live': 'polite' });
    this.run = h('select', { 'aria-label': 'Tuned model' });
    this.run.addEventListener('change', () => this.open(this.run.value));
    this.go = h('button', { type: 'button', class: 'sc-fill', onclick: () => this.measure() }, 'Measure');
    this.stop = h('button', { type: 'button', class: 'sc-line', hidden: true, onclick: () => this.end() }, 'Stop');
    this.bar = h('i', {});
    this.far = h('div', { class: 'sc-far', role: 'progressbar', 'aria-label': 'Measuring', 'aria-valuemin': 0, hidden: true }, this.bar);
    this.choice = h('div', { class: 'sc-measure' }, h('label', {}, h('span', { class: 'sc-soft' }, 'Base model against'), this.run), this.go, this.stop);
    this.body = h('div', { class: 'sc-evidence' });
    element.replaceChildren(
      h('header', {}, h('h1', {}, 'Results'), h('p', { class: 'sc-hint' }, 'The swap grid: every held-out picture under held-out sounds, for the base and the tuned model.')),
      this.choice, this.far, this.status, this.body);
  }

  async begin() {
    const runs = await untilAnswered(() => get('/api/runs'), () => this.say('The server does not answer: retrying.', 'late'));
    this.runs = runs.filter((run) => run.adapter && !run.is_at_work);
    this.run.replaceChildren(...this.runs.map((run) => h('option', { value: run.id }, `${run.objective.toUpperCase()}, ${when(run.started)}, adapter ${run.adapter.slice(0, 6)}`)));
    this.choice.hidden = !this.runs.length;
    const wanted = new URLSearchParams(location.search).get('run');
    this.chosen = this.runs.find(({ id, adapter }) => [id, adapter].includes(wanted))?.id ?? '';
    await this.look();
  }

  async look() {
    clearTimeout(this.timer);
    try {
      this.show(await get(`/api/results?run=${encodeURIComponent(this.chosen)}`));
      if (this.status.dataset.mood === 'late') this.say('');
    } catch (error) {
      this.say(error.message, 'late');
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), this.isAtWork ? QUICK_MS : SLOW_MS);
  }

  open(run) {
    this.chosen = run;
    this.say('');
    history.replaceState(null, '', `${location.pathname}?run=${encodeURIComponent(run)}`);
    return this.look();
  }

  show({ evidence, job }) {
    const wasAtWork = this.isAtWork;
    this.isAtWork = Boolean(job?.is_at_work);
    this.go.hidden = this.isAtWork;
    this.stop.hidden = this.far.hidden = !this.isAtWork;
    if (this.isAtWork) this.showJob(job);
    else if (wasAtWork || job?.state === 'failed' || job?.state === 'lost') this.say(job.sentence, ['finished', 'stopped'].includes(job.state) ? '' : 'bad');
    if (evidence && !this.chosen) this.run.value = evidence.run;
    else if (this.chosen) this.run.value = this.chosen;
    const news = JSON.stringify(evidence);
    if (news === this.shown) return;
    this.shown = news;
    this.body.replaceChildren(...(evidence ? this.pieces(evidence) : [this.nothing()]));
  }

  showJob({ phase, done, of }) {
    this.bar.style.width = `${of ? (100 * done) / of : 0}%`;
    this.far.setAttribute('aria-valuenow', done);
    this.far.setAttribute('aria-valuemax', of || 1);
    this.say(of ? `${capital(phase)}: ${done} of ${of}` : capital(phase));
  }

  pieces({ id, adapter, at, facts, parts }) {
    const retention = { true: 'with retention pairs', false: 'without retention pairs' }[facts.retention] ?? '';
    const words = [facts.family, facts.objective && `${facts.objective.toUpperCase()} ${retention}`, facts.steps && `${facts.steps} steps, seed ${facts.seed}`, `adapter ${adapter?.slice(0, 6)}`, `measured ${when(at)}`].filter(Boolean);
    const file = (address, text) => h('a', { href: `/api/results/${id}${address}`, download: '' }, text);
    const files = h('p', { class: 'sc-files' }, 'Download ', file('.json', 'numbers (JSON)'), file('/figure.png', 'figure (PNG)'), file('/figure.svg', 'figure (SVG)'), file('.jsonl', 'every answer (JSONL)'));
    return [h('p', { class: 'sc-pace' }, ...words.map((text) => h('span', {}, text))), ...parts.map(scoreTable), h('p', { class: 'sc-help' }, 'Lines are 95 % intervals, by bootstrap over clips.'), files];
  }

  nothing() {
    if (!this.runs.length) {
      return h('div', { class: 'sc-nothing' }, h('h2', {}, 'No tuned model yet'), h('p', {}, 'Train an adapter; then measure it here beside its base model.'), h('a', { class: 'sc-fill', href: '/train' }, 'Go to Train'));
    }
    return h('div', { class: 'sc-nothing' }, h('h2', {}, 'Not measured yet'), h('p', {}, 'Press Measure: both models are asked about pictures under sounds that no training met. With tiny-omni it takes about a minute.'));
  }

  async measure() {
    await this.tried(() => post('/api/results', { run: this.run.value }));
  }

  async end() {
    await this.tried(() => post('/api/results/stop', {}));
  }

  async tried(act) {
    this.say('');
    try {
      await act();
      await this.open(this.run.value);
    } catch (error) {
      this.say(error.message, 'bad');
    }
  }

  say(text, mood = '') {
    this.status.textContent = text;
    this.status.dataset.mood = mood;
  }
}
