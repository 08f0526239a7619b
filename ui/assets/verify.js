// The Verify page: one pair at a time, two keystrokes a verdict, nothing lost.
import { get, post, untilAnswered } from './api.js';
import { suggestion } from './card.js';
import { preference } from './dom.js';
import { bind, showKeys } from './hotkeys.js';
import { DECISIONS, Panel } from './panel.js';
import { whenPlayer } from './player.js';
import { prefetch } from './prefetch.js';
import { showProgress } from './shell.js';
import { draft, left, save } from './unsaved.js';

const ADDRESS = '/api/verify';
const linked = new URLSearchParams(location.search); // what the page was opened with
const clock = () => new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
const newToken = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function mount(element) {
  new Verify(element.querySelector('.sc-verify')).begin();
}

class Verify {
  constructor(element) {
    this.kind = linked.get('kind') ?? '';
    this.card = null; // the open pair
    this.said = null; // of it: token, answers, note, flags, seconds
    this.isBusy = true; // while the server has the word
    this.panel = new Panel(element, {
      filter: (kind) => { this.kind = kind; this.next(); },
      copyLink: () => this.copyLink(),
      answer: (question, judgement) => this.answer(question, judgement),
      answerAll: () => this.answerAll(),
      flag: (id) => this.flag(id),
      write: (note) => { this.said.note = note; this.keep(); },
      decide: (name) => this.decide(name),
      undo: () => this.undo(),
      hear: (track) => this.hear(track),
    });
    this.bindKeys();
  }

  bindKeys() {
    const digits = Array.from({ length: 9 }, (_, place) => [String(place + 1), ['Answer a question', () => this.answerAt(place)]]);
    const decisions = Object.entries(DECISIONS).map(([name, [word, key]]) => [key.toLowerCase(), [word, () => this.decide(name)]]);
    bind('Verdict', {
      ...Object.fromEntries(digits),
      y: ['Yes to all questions', () => this.answerAll()],
      Enter: ['Save the highlighted decision', () => this.decideAsSuggested()],
      ...Object.fromEntries(decisions),
      u: ['Undo the last verdict', () => this.undo()],
      Backspace: ['Undo the last verdict', () => this.undo()],
      n: ['Write a note', () => this.panel.note.focus()],
      e: ['Flag: event labels are wrong', () => this.flagAt('e')],
      b: ['Flag: bad sound', () => this.flagAt('b')],
      v: ['Flag: bad picture', () => this.flagAt('v')],
    });
    bind('Page', {
      p: ['Play the next clip by itself, or not', () => this.toggleAutoplay()],
      c: ['Copy a link to this moment', () => this.copyLink()],
      '?': ['These keys', showKeys],
    });
  }

  async begin() {
    this.player = await whenPlayer();
    const listen = (name, run) => this.player.element.addEventListener(`player:${name}`, run);
    listen('paused', () => this.noteMoment());
    listen('track', () => this.noteMoment());
    listen('ready', () => this.fetchAhead());
    document.addEventListener('visibilitychange', () => this.countTime());
    await this.resend();
    const pair = linked.get('pair');
    const isThere = pair && await this.fetchAndShow(`${ADDRESS}/pair/${encodeURIComponent(pair)}`);
    if (!isThere) await this.next({ play: false });
  }

  // What an earlier page could not send is sent first: only then is it known what comes next.
  async resend() {
    for (const verdict of left()) {
      try {
        await save(verdict, () => this.panel.say('An earlier verdict is not saved yet: retrying.', 'late'));
        draft.drop(verdict.pair);
        this.panel.say(`Saved ${clock()}`);
      } catch (refusal) {
        this.panel.say(refusal.message, 'bad');
      }
    }
  }

  // ---- showing ----

  async fetchAndShow(address, options) {
    this.isBusy = true;
    try {
      this.show(await untilAnswered(() => get(address), () => this.panel.say('The server does not answer: retrying.', 'late')), options);
      if (this.panel.status.dataset.mood === 'late') this.panel.say('');
      return true;
    } catch (refusal) {
      this.panel.say(refusal.message, 'bad');
      this.isBusy = !this.card;
      return false;
    }
  }

  next({ play = true } = {}) {
    return this.fetchAndShow(`${ADDRESS}/next?${new URLSearchParams({ kind: this.kind })}`, { play });
  }

  show({ card, sample, empty }, { play = false } = {}) {
    this.card = card;
    this.isBusy = !card;
    this.showProgress();
    if (!card) {
      this.player.video.pause();
      this.panel.showEmpty(empty);
      history.replaceState(null, '', location.pathname);
      return;
    }
    this.said = { token: newToken(), answers: {}, note: '', flags: [], seconds: 0, ...card.said, ...draft.of(card.id) };
    this.opened = performance.now();
    this.wasSeen = document.visibilityState === 'visible';
    this.panel.showCard(card);
    this.paint();
    if (card.id === linked.get('pair')) {
      sample.start = { t: Number(linked.get('t')) || 0, track: linked.get('track') ?? sample.start.track };
      linked.delete('pair'); // the moment of a link holds for its first opening
    }
    this.player.load(sample, { play: play && this.playsNext });
    this.writeAddress();
  }

  paint() {
    this.suggested = suggestion(this.card, this.said.answers);
    this.panel.paint(this.card, this.said, this.suggested);
  }

  async showProgress() {
    const progress = await get(`${ADDRESS}/progress`).catch(() => null); // the next pair asks again
    if (!progress) return;
    showProgress(progress.judged, progress.total, 'verified');
    this.panel.showKinds(progress.kinds, this.kind);
  }

  // The following clips are made by the server and fetched while this one is looked at.
  async fetchAhead() {
    const pair = this.card?.id;
    if (!pair || this.aheadOf === pair) return;
    this.aheadOf = pair;
    const clips = await get(`${ADDRESS}/ahead?${new URLSearchParams({ pair, kind: this.kind })}`).catch(() => []);
    if (this.card?.id === pair) clips.forEach(prefetch);
  }

  // ---- answering ----

  get isOpen() {
    return Boolean(this.card) && !this.isBusy;
  }

  answer(question, judgement) {
    if (!this.isOpen) return;
    this.said.answers[question] = judgement;
    this.keep();
    this.paint();
  }

  answerAt(place) {
    const question = this.card?.questions[Math.floor(place / 3)];
    if (question) this.answer(question.id, ['yes', 'no', 'debatable'][place % 3]);
  }

  answerAll() {
    for (const { id, speaks_for } of this.card?.questions ?? []) this.answer(id, speaks_for);
  }

  flag(id) {
    if (!this.isOpen) return;
    const { flags } = this.said;
    this.said.flags = flags.includes(id) ? flags.filter((other) => other !== id) : [...flags, id];
    this.keep();
    this.paint();
  }

  flagAt(key) {
    const flag = this.card?.flags.find((one) => one.key === key);
    if (flag) this.flag(flag.id);
  }

  // Only time in which the page could be seen counts.
  countTime() {
    if (!this.said) return;
    const now = performance.now();
    if (this.wasSeen) this.said.seconds += (now - this.opened) / 1000;
    this.opened = now;
    this.wasSeen = document.visibilityState === 'visible';
  }

  keep() {
    this.countTime();
    draft.keep(this.card.id, this.said);
  }

  decideAsSuggested() {
    if (!this.isOpen) return;
    if (this.suggested) this.decide(this.suggested);
    else this.panel.say('Answer the questions, or choose a decision.');
  }

  async decide(decision) {
    if (!this.isOpen) return;
    this.isBusy = true; // until the server has it: a second press does nothing
    this.keep();
    const { card, said: { token, answers, note, flags, seconds } } = this;
    const verdict = { token, pair: card.id, answers, decision, note, flags, seconds_spent: seconds, sides: card.sides_order, kind: this.kind };
    this.panel.element.classList.add('sc-saving');
    try {
      const { next } = await save(verdict, () => this.panel.say('Not saved yet: retrying.', 'late'));
      draft.drop(card.id);
      this.panel.say(`Saved ${clock()}`);
      if (next) this.show(next, { play: true });
      else await this.next();
    } catch (refusal) {
      this.isBusy = false;
      this.panel.say(refusal.message, 'bad');
    }
    this.panel.element.classList.remove('sc-saving');
  }

  async undo() {
    if (this.isBusy && this.card) return;
    this.isBusy = true;
    const token = newToken();
    try {
      const work = await untilAnswered(() => post('/api/undo', { token }), () => this.panel.say('Not undone yet: retrying.', 'late'));
      this.show(work);
      this.panel.say('Undone: decide again.');
    } catch (refusal) {
      this.isBusy = !this.card;
      this.panel.say(refusal.message, 'bad');
    }
  }

  // ---- around the pair ----

  // A person who asked for less motion starts each clip alone, unless they choose otherwise.
  get playsNext() {
    return preference.get('plays-next', !matchMedia('(prefers-reduced-motion: reduce)').matches);
  }

  toggleAutoplay() {
    preference.set('plays-next', !this.playsNext);
    this.panel.say(this.playsNext ? 'The next clip plays by itself.' : 'The next clip waits for Space.');
  }

  hear(track) {
    this.player.setTrack(track);
    this.player.seek(0);
    this.player.play();
  }

  // Held keys seek many times a second; browsers refuse as many new addresses.
  noteMoment() {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.writeAddress(), 200);
  }

  writeAddress() {
    clearTimeout(this.noting);
    if (!this.card) return;
    const { video, track } = this.player;
    const link = new URLSearchParams({ pair: this.card.id, t: video.currentTime.toFixed(2), track });
    if (this.kind) link.set('kind', this.kind);
    history.replaceState(null, '', `${location.pathname}?${link}`);
  }

  async copyLink() {
    this.writeAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      this.panel.say('Link copied.');
    } catch {
      this.panel.say('The browser does not allow copying; the link is in the address bar.', 'bad');
    }
  }
}
