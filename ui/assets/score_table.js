// One part of a benchmark: a sentence, and a row a rate with both models on one scale.
import { h } from './dom.js';
import { percent } from './words.js';

export function scoreTable({ title, says, sentence, rows }) {
  const heads = [h('th', { scope: 'col' }, 'Rate'), h('td', { class: 'sc-scale', 'aria-hidden': 'true' }, h('div', {}, ...[0, 25, 50, 75, 100].map((at) => h('span', { style: `left:${at}%` }, `${at} %`)))), h('th', { scope: 'col' }, h('i', { class: 'sc-point sc-base' }), 'Base'), h('th', { scope: 'col' }, h('i', { class: 'sc-point sc-tuned' }), 'Tuned'), h('th', { scope: 'col' }, 'n')];
  const table = h('table', { class: 'sc-table sc-scores' }, h('caption', {}, title), h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows.map(row)));
  return h('section', { class: 'sc-part', 'aria-label': title }, h('h2', {}, sentence), h('p', { class: 'sc-soft' }, h('b', {}, title), `. ${says}`), h('div', { class: 'sc-scrolls' }, table));
}

function row({ title, says, less_is_better: isLess, base, tuned }) {
  const name = h('th', { scope: 'row', title: says }, title, h('small', {}, isLess ? 'lower is better' : 'higher is better'));
  const range = h('td', { class: 'sc-range', 'aria-hidden': 'true' }, h('div', {}, ...mark(base, 'base'), ...mark(tuned, 'tuned')));
  return h('tr', {}, name, range, number(base), number(tuned), h('td', { class: 'sc-n' }, String(tuned?.n ?? base?.n ?? 0)));
}

// The interval as a line, the rate as a point on it.
function mark(rate, model) {
  if (rate?.value == null) return [];
  const line = h('i', { class: `sc-interval sc-${model}`, style: `left:${100 * rate.low}%;width:${100 * (rate.high - rate.low)}%` });
  return [line, h('i', { class: `sc-point sc-${model}`, style: `left:${100 * rate.value}%` })];
}

function number(rate) {
  if (rate?.value == null) return h('td', {}, '–');
  return h('td', {}, h('b', {}, percent(rate.value)), h('small', {}, `${percent(rate.low).replace(' %', '')}–${percent(rate.high)}`));
}
