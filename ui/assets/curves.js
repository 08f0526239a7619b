// What a run's numbers show: four charts, each with a sentence for its title.
import { Chart } from './chart.js';
import { percent } from './words.js';

const short = (value) => value.toFixed(Math.abs(value) < 1 ? 2 : 1);
const spoken = (kind) => kind.replaceAll('_', ' ');

// A chart takes the numbers of these names, or each of those whose name begins with `prefix`.
const CURVES = [
  {
    names: { loss: '' },
    restless: true,
    empty: 'Loss',
    note: 'Loss on the pairs of each step; lower is better.',
    say: (value) => value.toFixed(2),
    title: ([line]) => `The loss ${moved(line, 'fell', 'rose')} from ${ends(line).map((value) => value.toFixed(2)).join(' to ')}`,
  },
  {
    prefix: 'margin/',
    restless: true,
    empty: 'Reward margin',
    note: 'Reward of the chosen side less that of the rejected one, by kind of pair.',
    say: short,
    title: (lines) => `Chosen sides are rewarded ${short(mean(lines.map((line) => ends(line)[1])))} more than rejected ones`,
  },
  {
    prefix: 'accuracy/',
    restless: true,
    span: [0, 1],
    empty: 'Reward accuracy',
    note: 'Share of pairs whose chosen side gained more, by kind.',
    say: (value) => percent(value),
    tick: (value) => percent(value),
    title: (lines) => `${percent(mean(lines.map((line) => ends(line)[1])))} of pairs are told apart`,
  },
  {
    names: { 'validation/hallucination_rate': 'names the silent', 'validation/audio_accuracy': 'hears right', 'validation/visual_accuracy': 'sees right' },
    span: [0, 1],
    empty: 'Held-out clips',
    note: 'Swapped clips that are held out to choose the adapter that is kept.',
    say: (value) => percent(value),
    tick: (value) => percent(value),
    title: ([line], best) => {
      const [step, rate] = line.points.find(([x]) => x === best) ?? line.points.at(-1);
      return `At step ${step} the model names a silent thing in ${percent(rate)} of answers`;
    },
    isJudged: true,
  },
];

export class Curves {
  constructor() {
    this.charts = CURVES.map(({ say, tick }) => new Chart({ say, tick }));
    this.elements = this.charts.map((chart) => chart.element);
  }

  // metrics: one object of numbers a step, by step; best: the step whose adapter is kept
  show(metrics, until, best) {
    CURVES.forEach((curve, at) => {
      const lines = linesOf(curve, metrics);
      const isEmpty = lines.every((line) => !line.points.length);
      const title = isEmpty ? curve.empty : curve.title(lines.filter((line) => line.points.length), best);
      this.charts[at].show({ title, note: isEmpty ? 'No numbers yet.' : curve.note, lines, until, span: curve.span, kept: curve.isJudged ? best : null });
    });
  }
}

function linesOf({ names, prefix, restless }, metrics) {
  const told = prefix ? [...new Set(metrics.flatMap((line) => Object.keys(line)))].filter((name) => name.startsWith(prefix)).sort() : Object.keys(names);
  return told.map((name) => ({
    name: prefix ? spoken(name.slice(prefix.length)) : names[name],
    points: metrics.filter((line) => Number.isFinite(line[name])).map((line) => [line.step, line[name]]),
    restless,
  }));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

// The means of the first and the last tenth: single steps jump.
function ends({ points }) {
  const tenth = Math.max(1, Math.floor(points.length / 10));
  const values = points.map(([, y]) => y);
  return [mean(values.slice(0, tenth)), mean(values.slice(-tenth))];
}

function moved(line, down, up) {
  const [first, last] = ends(line);
  return last <= first ? down : up;
}
