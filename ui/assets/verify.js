// The Verify page: one pair at a time, two keystrokes a verdict, nothing lost.
import { get, post, Refused, untilAnswered } from './api.js';
import { questionsOf, sidesOf, suggestion } from './card.js';
import { cap, h, icon } from './dom.js';
import { bind, showKeys } from './hotkeys.js';
import { whenPlayer } from './player.js';
import { showProgress } from './shell.js';
import { draft, left, save } from './unsaved.js';

const DECISIONS = {
  accept: ['Accept', 'A', 'check'],
  reject: ['Reject', 'X', 'cross'],
  fix: ['Fix', 'F', 'wrench'],
  skip: ['Skip', 'K', 'skip'],
};
const parameters = new URLSearchParams(location.search);
const newToken = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const clock = () => new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });

// Asked for while Gradio is still drawing: the first pair is there when the page is.
const wanted = parameters.get('pair');
const kindFilter = { kind: parameters.get('kind') ?? '' };
const nextAddress = () => `/api/verify/next?kind=${encodeURIComponent(kindFilter.kind)}`;
const pairAddress = (pair) => `/api/verify/pair/${encodeURIComponent(pair)}?kind=${encodeURIComponent(kindFilter.kind)}`;

export function mount(element) {
  new Verify(element.querySelector('.sc-verify')).begin();
}

class Verify {
  constructor(element) {
    this.element = element;
    this.work = null; // what the server sent last
    this.isBusy = true;
    this.build();
    this.bindKeys();
  }

  build() {
    const tool = (name, text, key, run) => h('button', { type: 'button', class: 'sc-ghost', onclick: run }, icon(name), h('span', {}, text), cap(key));
    this.kinds = h('select', { class: 'sc-kinds', 'aria-label': 'Kind of pair' });
    this.kinds.addEventListener('change', () => this.filter(this.kinds.value));
    this.heading = h('h1', {}, 'Verify');
    this.hint = h('p', { class: 'sc-hint' });
    this.pair = h('div', { class: 'sc-pair' });
    this.questions = h('div', { class: 'sc-questions' });
    this.allYes = h('button', { type: 'button', class: 'sc-ghost sc-all-yes', onclick: () => this.answerAll() }, 'Yes to all', cap('Y'));
    this.flags = h('div', { class: 'sc-flags', role: 'group', 'aria-label': 'Flags' });
    this.note = h('textarea', { class: 'sc-note', rows: 1, placeholder: 'Note', 'aria-label': 'Note (N)', maxlength: 2000 });
    this.note.addEventListener('input', () => { this.said.note = this.note.value; this.keep(); });
    this.note.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey)) { event.preventDefault(); this.note.blur(); }
    });
    const decision = ([name, [word, key, picture]]) => h('button', { type: 'button', class: `sc-decision sc-${name}`, 'data-decision': name, onclick: () => this.decide(name) }, icon(picture), h('span', {}, word), cap(key));
    this.decisions = h('div', { class: 'sc-decisions', role: 'group', 'aria-label': 'Decision' }, ...Object.entries(DECISIONS).map(decision));
    this.status = h('p', { class: 'sc-status', role: 'status', 'aria-live': 'polite' });
    const undo = tool('undo', 'Undo', 'U', () => this.undo());
    const top = h('div', { class: 'sc-tool-row' }, this.kinds, tool('link', 'Copy link', 'C', () => this.copyLink()), tool('keys', 'Keys', '?', showKeys));
    const rubric = h('section', { class: 'sc-rubric', 'aria-label': 'Questions' }, this.questions, this.allYes);
    const more = h('div', { class: 'sc-more' }, this.flags, h('div', { class: 'sc-note-row' }, this.note, cap('N')));
    this.open = [this.pair, rubric, more];
    this.bar = h('div', { class: 'sc-verdict-bar' }, this.decisions, h('div', { class: 'sc-foot' }, undo, this.status));
    this.element.replaceChildren(top, h('div', { class: 'sc-asking' }, this.heading, this.hint), ...this.open, this.bar);
  }

  bindKeys() {
    const answers = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [String(at + 1), ['Answer a question', () => this.answerAt(at)]]));
    bind('Verdict', {
      ...answers,
      y: ['Yes to all questions', () => this.answerAll()],
      Enter: ['Save the highlighted decision', () => this.decideAsSuggested()],
      ...Object.fromEntries(Object.entries(DECISIONS).map(([name, [word, key]]) => [key.toLowerCase(), [word, () => this.decide(name)]])),
      u: ['Undo the last verdict', () => this.undo()],
      Backspace: ['Undo the last verdict', () => this.undo()],
      n: ['Write a note', () => this.note.focus()],
      e: ['Flag: event labels are wrong', () => this.flagAt('e')],
      b: ['Flag: bad sound', () => this.flagAt('b')],
      v: ['Flag: bad picture', () => this.flagAt('v')],
    });
    bind('Page', { c: ['Copy a link to this moment', () => this.copyLink()], '?': ['These keys', showKeys] });
  }

  async begin() {
    this.player = await whenPlayer();
    for (const name of ['paused', 'track']) this.player.element.addEventListener(`player:${name}`, () => this.writeAddress());
    document.addEventListener('visibilitychange', () => this.countTime());
    this.resend();
    await this.fetchAndShow(() => get(wanted ? pairAddress(wanted) : nextAddress()), { deepLink: true });
  }

  // What an earlier page could not send is sent first of all, without holding up this one.
  async resend() {
    for (const verdict of left()) {
      try {
        await save(verdict, () => this.say('An earlier verdict is not saved yet: retrying.', 'late'));
        draft.drop(verdict.pair);
        this.say(`Saved ${clock()}`);
        if (this.work?.card?.id === verdict.pair && !this.isBusy) this.next();
      } catch (refusal) {
        this.say(refusal.message, 'bad');
      }
    }
  }

  async fetchAndShow(request, options = {}) {
    this.isBusy = true;
    try {
      this.show(await untilAnswered(request, () => this.say('The server does not answer: retrying.', 'late')), options);
      if (this.status.dataset.mood === 'late') this.say('');
    } catch (refusal) {
      if (options.deepLink && wanted) return this.fetchAndShow(() => get(nextAddress())).then(() => this.say(refusal.message, 'bad'));
      this.say(refusal.message, 'bad');
      this.isBusy = !this.work;
    }
    return undefined;
  }

  next() {
    return this.fetchAndShow(() => get(nextAddress()), { play: true });
  }

  // ---- showing ----

  show(work, { play = false, deepLink = false } = {}) {
    this.work = work;
    showProgress(work.judged, work.total, 'verified');
    this.showKinds();
    const { card } = work;
    this.element.classList.toggle('sc-is-empty', !card);
    document.querySelector('#verify')?.classList.toggle('sc-is-empty', !card);
    this.heading.textContent = card ? card.heading : work.empty.title;
    this.hint.textContent = card ? card.hint : work.empty.text;
    this.isBusy = !card;
    if (!card) return this.showEmpty(work.empty);
    this.said = draft.of(card.id) ?? { token: newToken(), answers: {}, note: '', flags: [], seconds: 0, ...card.said };
    this.opened = performance.now();
    this.pair.replaceChildren(...sidesOf(card, (track) => this.hear(track)));
    this.note.value = this.said.note;
    this.paint();
    const { sample } = work;
    if (deepLink && wanted === card.id) {
      sample.start = { t: Number(parameters.get('t')) || 0, track: parameters.get('track') ?? sample.start.track };
    }
    this.player.load(sample, { play });
    this.writeAddress();
    return undefined;
  }

  showEmpty({ command, link, link_text }) {
    const next = [command && h('code', {}, command), link && h('a', { href: link, class: 'sc-primary' }, link_text)];
    this.pair.replaceChildren(...next.filter(Boolean));
    this.questions.replaceChildren();
    history.replaceState(null, '', location.pathname);
  }

  showKinds() {
    const option = (kind, text) => h('option', { value: kind, selected: kind === kindFilter.kind }, text);
    const { kinds } = this.work;
    this.kinds.replaceChildren(option('', 'All kinds'), ...kinds.map(({ kind, title, total }) => option(kind, `${title} (${total})`)));
    this.kinds.hidden = kinds.length < 2;
  }

  paint() {
    const { card } = this.work;
    const { answers, flags } = this.said;
    this.questions.replaceChildren(...questionsOf(card, answers, (question, judgement) => this.answer(question, judgement)));
    this.flags.replaceChildren(...card.flags.map(({ id, text, key }) => h('button', { type: 'button', class: 'sc-flag', 'aria-pressed': String(flags.includes(id)), onclick: () => this.flag(id) }, text, cap(key.toUpperCase()))));
    this.suggested = suggestion(card, answers);
    for (const button of this.decisions.children) {
      const isSuggested = button.dataset.decision === this.suggested;
      button.classList.toggle('sc-suggested', isSuggested);
      button.lastElementChild.textContent = isSuggested ? 'Enter' : DECISIONS[button.dataset.decision][1];
    }
  }

  say(text, mood = '') {
    this.status.textContent = text;
    this.status.dataset.mood = mood;
  }

  // ---- answering ----

  get isOpen() {
    return Boolean(this.work?.card) && !this.isBusy;
  }

  answer(question, judgement) {
    if (!this.isOpen) return;
    this.said.answers[question] = judgement;
    this.keep();
    this.paint();
  }

  answerAt(place) {
    const question = this.work?.card?.questions[Math.floor(place / 3)];
    if (question) this.answer(question.id, ['yes', 'no', 'debatable'][place % 3]);
  }

  answerAll() {
    for (const { id, speaks_for } of this.work?.card?.questions ?? []) this.answer(id, speaks_for);
  }

  flag(id) {
    if (!this.isOpen) return;
    const { flags } = this.said;
    this.said.flags = flags.includes(id) ? flags.filter((other) => other !== id) : [...flags, id];
    this.keep();
    this.paint();
  }

  flagAt(key) {
    const flag = this.work?.card?.flags.find((one) => one.key === key);
    if (flag) this.flag(flag.id);
  }

  countTime() {
    if (!this.said) return;
    if (document.visibilityState === 'hidden') this.said.seconds += (performance.now() - this.opened) / 1000;
    this.opened = performance.now();
  }

  keep() {
    draft.keep(this.work.card.id, this.said);
  }

  decideAsSuggested() {
    if (!this.isOpen) return;
    if (this.suggested) this.decide(this.suggested);
    else this.say('Answer the questions, or choose a decision.');
  }

  async decide(decision) {
    if (!this.isOpen) return;
    this.isBusy = true; // until the server has it: a second press does nothing
    this.countTime();
    const { card } = this.work;
    const seconds_spent = this.said.seconds + (performance.now() - this.opened) / 1000;
    const { token, answers, note, flags } = this.said;
    const verdict = { token, pair: card.id, answers, decision, note, flags, seconds_spent, sides: card.sides_order, kind: kindFilter.kind };
    this.keep();
    this.element.classList.add('sc-saving');
    try {
      const { next } = await save(verdict, () => this.say('Not saved yet: retrying.', 'late'));
      draft.drop(card.id);
      this.say(`Saved ${clock()}`);
      if (next) this.show(next, { play: true });
      else await this.next();
    } catch (refusal) {
      this.isBusy = false;
      this.say(refusal.message, 'bad');
    }
    this.element.classList.remove('sc-saving');
  }

  async undo() {
    if (this.isBusy && this.work?.card) return;
    this.isBusy = true;
    const token = newToken();
    try {
      const work = await untilAnswered(() => post('/api/undo', { token, kind: kindFilter.kind }), () => this.say('Not undone yet: retrying.', 'late'));
      draft.drop(work.card.id);
      this.show(work);
      this.say('Undone: decide again.');
    } catch (refusal) {
      this.isBusy = !this.work?.card;
      this.say(refusal.message, 'bad');
    }
  }

  // ---- around the pair ----

  filter(kind) {
    kindFilter.kind = kind;
    this.kinds.blur();
    this.next();
  }

  hear(track) {
    this.player.setTrack(track);
    this.player.seek(0);
    this.player.play();
  }

  writeAddress() {
    const { card } = this.work ?? {};
    if (!card) return;
    const { video, track } = this.player;
    const link = new URLSearchParams({ pair: card.id, t: video.currentTime.toFixed(2), track });
    if (kindFilter.kind) link.set('kind', kindFilter.kind);
    history.replaceState(null, '', `${location.pathname}?${link}`);
  }

  async copyLink() {
    this.writeAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      this.say('Link copied.');
    } catch {
      this.say('The browser does not allow copying; the link is in the address bar.', 'bad');
    }
  }
}
