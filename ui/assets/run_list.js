// All runs, newest first; the one that is looked at is marked.
import { h } from './dom.js';
import { percent, stateOf, when } from './words.js';

export class RunList {
  // open(run id) when one is chosen
  constructor(open) {
    this.open = open;
    this.rows = h('tbody', {});
    const heads = ['Run', 'State', 'Steps', 'Best score', 'Adapter'].map((text) => h('th', { scope: 'col' }, text));
    const table = h('table', { class: 'sc-table' }, h('thead', {}, h('tr', {}, ...heads, h('td', {}))), this.rows);
    this.element = h('section', { class: 'sc-run-list', 'aria-labelledby': 'runs-title', hidden: true }, h('h2', { id: 'runs-title' }, 'All runs'), h('div', { class: 'sc-scrolls' }, table));
  }

  show(runs, chosen) {
    this.element.hidden = runs.length < 1;
    const news = JSON.stringify([runs, chosen]);
    if (news === this.shown) return; // a row that is being pressed stays where it is
    this.shown = news;
    const focused = document.activeElement?.closest?.('tr')?.dataset.run;
    this.rows.replaceChildren(...runs.map((run) => this.row(run, run.id === chosen)));
    if (focused) this.rows.querySelector(`tr[data-run="${CSS.escape(focused)}"] button`)?.focus();
  }

  row(run, isChosen) {
    const name = h('button', { type: 'button', class: 'sc-link', title: run.id, 'aria-current': isChosen ? 'true' : null, onclick: () => this.open(run.id) }, `${run.objective.toUpperCase()}, ${when(run.started)}`);
    const compare = run.adapter && h('a', { href: `/compare?run=${encodeURIComponent(run.id)}` }, 'Compare');
    const cells = [name, stateOf(run), `${run.step} of ${run.steps}`, run.best_score == null ? '–' : percent(run.best_score), run.adapter ? h('code', {}, run.adapter.slice(0, 6)) : '–', compare ?? ''];
    return h('tr', { 'data-run': run.id, class: isChosen ? 'sc-here' : '' }, ...cells.map((cell) => h('td', {}, cell)));
  }
}
