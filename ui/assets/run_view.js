// One run as it stands: how far, how well, and what can be done with it.
import { Curves } from './curves.js';
import { h, icon } from './dom.js';
import { capital, lasting, percent, stateOf, when } from './words.js';

export class RunView {
  // act('stop' | 'resume' | 'discard'); reuse(settings) puts them into the form
  constructor({ act, reuse }) {
    this.act = act;
    this.reuse = reuse;
    this.curves = new Curves();
    this.head = h('div', { class: 'sc-run-head' });
    this.bar = h('i', {});
    this.far = h('div', { class: 'sc-far', role: 'progressbar', 'aria-label': 'Steps', 'aria-valuemin': 0 }, this.bar);
    this.pace = h('p', { class: 'sc-pace' });
    this.sentence = h('p', { class: 'sc-sentence' });
    this.acts = h('div', { class: 'sc-acts' });
    this.log = h('pre', { tabindex: '0', 'aria-label': 'Log' });
    this.command = h('code', {});
    const log = h('details', { class: 'sc-log' }, h('summary', {}, 'Log'), this.log);
    const again = h('button', { type: 'button', class: 'sc-line', onclick: () => this.reuse(this.news.asked) }, 'Take over its settings');
    const same = h('details', { class: 'sc-same' }, h('summary', {}, 'Its settings'), this.command, again);
    this.full = h('div', { class: 'sc-run' }, h('div', { class: 'sc-run-top' }, this.head, this.acts), this.far, this.pace, this.sentence, h('div', { class: 'sc-charts' }, ...this.curves.elements), log, same);
    this.empty = h('div', { class: 'sc-nothing' }, h('h2', {}, 'No run yet'),
      h('p', {}, 'Accept at least 10 pairs on ', h('a', { href: '/verify' }, 'Verify'), ', or train on all built pairs. With tiny-omni a run takes about two minutes on two CPU cores.'));
    this.element = h('section', { class: 'sc-run-view', 'aria-label': 'Run' }, this.full, this.empty);
    this.expect(null);
  }

  // Another run will be shown from now on.
  expect(run) {
    this.run = run;
    this.news = null;
    this.byStep = new Map();
    this.after_s = 0;
    this.asking = false;
    this.full.hidden = true;
    this.empty.hidden = Boolean(run);
  }

  get isAtWork() {
    return Boolean(this.news?.is_at_work);
  }

  address(run) {
    return `/api/runs/${encodeURIComponent(run)}?after_s=${this.after_s}`;
  }

  show(news, { anew = false } = {}) {
    if (news.id !== this.run) return;
    if (anew) this.byStep.clear();
    for (const line of news.metrics) {
      this.byStep.set(line.step, line);
      this.after_s = Math.max(this.after_s, line.at_s);
    }
    for (const step of this.byStep.keys()) if (step > news.last_step) this.byStep.delete(step);
    this.news = news;
    this.full.hidden = false;
    this.empty.hidden = true;
    this.paint();
  }

  paint() {
    const { news } = this;
    const { state, done, of } = news;
    this.full.dataset.state = state;
    this.head.replaceChildren(h('h2', {}, `${news.objective.toUpperCase()}, ${when(news.started)}`), stateOf(news));
    this.bar.style.width = `${(100 * done) / Math.max(1, of)}%`;
    for (const [name, value] of [['valuenow', done], ['valuemax', of], ['valuetext', this.paceWords()[0]]]) this.far.setAttribute(`aria-${name}`, value);
    this.pace.replaceChildren(...this.paceWords().map((text) => h('span', {}, text)));
    this.sentence.textContent = news.sentence;
    this.sentence.hidden = !news.sentence;
    this.paintActs();
    this.curves.show([...this.byStep.values()].sort((one, other) => one.step - other.step), news.steps, news.best_step);
    this.command.textContent = news.command;
    this.showLog(news.log);
  }

  paceWords() {
    const { news } = this;
    const inSteps = news.of === news.steps;
    const words = [inSteps ? `Step ${news.done} of ${news.of}` : `${capital(news.phase)}: ${news.done} of ${news.of}`];
    if (news.is_at_work && inSteps && news.phase) words.push(news.phase);
    if (news.is_at_work && news.pairs_per_second) words.push(`${news.pairs_per_second.toFixed(news.pairs_per_second < 10 ? 1 : 0)} pairs a second`);
    if (news.is_at_work && news.seconds_left != null) words.push(`${lasting(news.seconds_left)} left`);
    if (news.is_at_work && news.best_score != null) words.push(`best held-out score ${percent(news.best_score)} at step ${news.best_step}`);
    if (news.adapter) words.push(`adapter ${news.adapter.slice(0, 6)}`);
    return words;
  }

  // Only what makes sense now; what is being pressed is not drawn anew.
  paintActs() {
    const { is_at_work: isAtWork, is_resumable: isResumable, state, adapter, id } = this.news;
    const wanted = JSON.stringify(this.asking ? [id] : [id, state, adapter]);
    if (wanted === this.actsShown) return;
    this.actsShown = wanted;
    const button = (name, text, run, style = 'sc-line') => h('button', { type: 'button', class: style, onclick: run }, name ? icon(name) : null, h('span', {}, text));
    if (this.asking) {
      this.acts.replaceChildren(
        button('bin', 'Discard what it learned', () => this.press('discard'), 'sc-danger'),
        button(null, 'Keep it', () => this.ask(false)));
      return;
    }
    const acts = [
      isAtWork && state !== 'stopping' && button('pause', 'Stop and keep', () => this.press('stop'), 'sc-fill'),
      isResumable && button('play', 'Resume', () => this.press('resume'), adapter ? 'sc-line' : 'sc-fill'),
      adapter && !isAtWork && h('a', { class: isResumable ? 'sc-line' : 'sc-fill', href: `/compare?run=${encodeURIComponent(id)}` }, 'Compare with this run'),
      state !== 'discarded' && button('bin', 'Discard', () => this.ask(true)),
    ];
    this.acts.replaceChildren(...acts.filter(Boolean));
  }

  ask(asking) {
    this.asking = asking;
    this.paintActs();
    this.acts.lastElementChild?.focus(); // "Keep it" while it asks, "Discard" after it: never the red one
  }

  async press(name) {
    this.asking = false;
    for (const one of this.acts.children) one.disabled = true;
    await this.act(name);
    this.actsShown = '';
    this.paintActs();
  }

  showLog(text) {
    if (this.log.textContent === text) return;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 24;
    this.log.textContent = text || 'Nothing was printed yet.';
    if (atEnd) this.log.scrollTop = this.log.scrollHeight;
  }
}
