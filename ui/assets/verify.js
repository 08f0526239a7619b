// The Verify page: one pair at a time, two keystrokes a verdict, nothing lost.
import { get, post, toldIfRefused, untilAnswered } from './api.js';
import { suggestion } from './card.js';
import { kept } from './kept.js';
import { DECISIONS, Panel } from './panel.js';
import { whenPlayer } from './player.js';
import { prefetch } from './prefetch.js';
import { showProgress } from './shell.js';
import { Stopwatch } from './stopwatch.js';
import { Unsaved } from './unsaved.js';
import { bindVerify } from './verify_keys.js';
import { VerifyLink } from './verify_link.js';

const ADDRESS = '/api/verify';
const linked = new URLSearchParams(location.search); // what the page was opened with
const clock = () => new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
const newToken = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function mount(element) {
  const page = new Verify(element.querySelector('.sc-verify'));
  return toldIfRefused(() => page.begin(), (text, mood) => page.panel.say(text, mood));
}

class Verify {
  constructor(element) {
    this.kind = linked.get('kind') ?? '';
    this.card = null; // the open pair
    this.said = null; // of it: answers, note, flags
    this.panel = new Panel(element, {
      filter: (kind) => this.filter(kind),
      copyLink: () => this.copyLink(),
      answer: (question, judgement) => this.answer(question, judgement),
      answerAll: () => this.answerAll(),
      flag: (id) => this.flag(id),
      write: (note) => this.write(note),
      decide: (name) => this.decide(name),
      undo: () => this.undo(),
      hear: (track) => this.hear(track),
    });
    this.link = new VerifyLink(this);
    this.setBusy(true);
    bindVerify(this);
  }

  // While the server has the word, from the first question on: nothing else is asked of it then.
  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.panel.setBusy(isBusy);
  }

  async begin() {
    this.player = await whenPlayer();
    const listen = (name, run) => this.player.element.addEventListener(`player:${name}`, run);
    listen('paused', () => this.link.note());
    listen('track', () => this.link.note());
    listen('ready', () => this.fetchAhead());
    document.addEventListener('visibilitychange', () => this.watch?.read());
    this.unsaved = new Unsaved(await untilAnswered(() => get('/api/person'), () => this.late()));
    const sent = await this.resend();
    const pair = linked.get('pair');
    const isOpen = pair && !sent.has(pair) && await this.fetchAndShow(`${ADDRESS}/pair/${encodeURIComponent(pair)}`);
    if (isOpen) this.tellStanding();
    else await this.next({ play: false });
  }

  // What an earlier page could not send is sent first: only then is it known what comes next.
  async resend() {
    const sent = new Set();
    for (const verdict of this.unsaved.left()) {
      try {
        this.tellSaved(verdict.decision, await this.unsaved.save(verdict, () => this.panel.say('An earlier verdict is not saved yet: retrying.', 'late')));
        this.unsaved.dropDraft(verdict.pair);
        sent.add(verdict.pair);
      } catch (refusal) {
        this.panel.say(refusal.message, 'bad');
      }
    }
    return sent;
  }

  // ---- showing ----

  late() {
    this.panel.say('The server does not answer: retrying.', 'late');
  }

  async fetchAndShow(address, options) {
    this.setBusy(true);
    try {
      this.show(await untilAnswered(() => get(address), () => this.late()), options);
      if (this.panel.status.dataset.mood === 'late') this.panel.say('');
      return true;
    } catch (refusal) {
      this.panel.say(refusal.message, 'bad');
      this.setBusy(false);
      return false;
    }
  }

  // Where the next pair is refused, the one before it is not left open: it is judged.
  async next({ play = true } = {}) {
    const isThere = await this.fetchAndShow(`${ADDRESS}/next?${new URLSearchParams({ kind: this.kind })}`, { play });
    if (isThere) return;
    this.showEmpty({ title: 'Nothing to show here', text: this.panel.status.textContent, link: '/verify', link_text: 'All kinds' });
    this.panel.say('');
    this.showProgress();
  }

  filter(kind) {
    if (this.isBusy) return;
    this.kind = kind;
    this.next();
  }

  show({ card, sample, fault, empty }, { play = false } = {}) {
    this.setBusy(false);
    this.showProgress();
    if (!card) {
      this.showEmpty(empty);
      return;
    }
    const { seconds, ...said } = { answers: {}, note: '', flags: [], seconds: 0, ...card.said, ...this.unsaved.draft(card.id) };
    Object.assign(this, { card, said, watch: new Stopwatch(seconds) });
    this.panel.showCard(card);
    this.paint();
    if (sample) this.showClip(sample, play);
    else this.showFault(fault);
    this.link.write();
  }

  showClip(sample, play) {
    if (this.card.id === linked.get('pair')) {
      sample.start = { t: Number(linked.get('t')) || 0, track: linked.get('track') ?? sample.start.track };
      linked.delete('pair'); // the moment of a link holds for its first opening
    }
    this.player.load(sample, { play: play && this.playsNext });
  }

  // Its clip cannot be had: the pair can still be flagged, rejected or skipped.
  showFault(sentence) {
    this.player.refuse(`${sentence} Flag this pair, or skip it.`);
    this.fetchAhead();
  }

  showEmpty(empty) {
    this.card = null;
    this.watch = null;
    this.player.video.pause();
    this.panel.showEmpty(empty);
    this.link.write();
  }

  paint() {
    this.suggested = suggestion(this.card, this.said.answers);
    this.panel.paint(this.said, this.suggested);
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

  // ---- telling ----

  get heading() {
    return this.card ? `${this.card.heading} ${this.card.kind.replace('/', ', ')}.` : '';
  }

  // Under a token that was used before there may stand something else than was sent.
  tellSaved(decision, answer) {
    if (answer.new || answer.decision === decision) this.panel.say(`Saved ${clock()}`, '', this.card ? `Next: ${this.heading}` : '');
    else this.panel.say(`Not saved: an earlier verdict stands, ${DECISIONS[answer.decision][0]}.`, 'bad');
  }

  tellStanding() {
    const { decision } = this.card;
    if (decision) this.panel.say(`You said ${DECISIONS[decision][0]}; a new verdict replaces it.`);
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

  write(note) {
    if (!this.isOpen) return;
    this.said.note = note;
    this.keep();
  }

  keep() {
    this.unsaved.keepDraft(this.card.id, { ...this.said, seconds: this.watch.read() });
  }

  decideAsSuggested() {
    if (!this.isOpen) return;
    if (this.suggested) this.decide(this.suggested);
    else this.panel.say('Answer the questions, or choose a decision.');
  }

  async decide(decision) {
    if (!this.isOpen) return;
    this.setBusy(true); // until the server has it: a second press does nothing
    this.keep();
    const { card, said } = this;
    const verdict = { token: newToken(), pair: card.id, ...said, decision, seconds_spent: this.watch.read(), sides: card.sides_order, kind: this.kind };
    this.panel.element.classList.add('sc-saving');
    try {
      const answer = await this.unsaved.save(verdict, () => this.panel.say('Not saved yet: retrying.', 'late'));
      this.unsaved.dropDraft(card.id);
      this.panel.say('');
      if (answer.next) this.show(answer.next, { play: true });
      else await this.next();
      this.tellSaved(decision, answer);
    } catch (refusal) {
      this.setBusy(false);
      this.panel.say(refusal.message, 'bad');
    }
    this.panel.element.classList.remove('sc-saving');
  }

  // One undo at a time, under one token however often it must be sent.
  async undo() {
    if (this.isBusy) return;
    this.setBusy(true);
    const token = newToken();
    try {
      const work = await untilAnswered(() => post('/api/undo', { token }), () => this.panel.say('Not undone yet: retrying.', 'late'));
      this.show(work);
      this.panel.say('Undone: decide again.', '', this.heading);
    } catch (refusal) {
      this.setBusy(false);
      this.panel.say(refusal.message, 'bad');
    }
  }

  // ---- around the pair ----

  // A person who asked for less motion starts each clip alone, unless they choose otherwise.
  get playsNext() {
    return kept.get('plays-next', !matchMedia('(prefers-reduced-motion: reduce)').matches);
  }

  toggleAutoplay() {
    kept.set('plays-next', !this.playsNext);
    this.panel.say(this.playsNext ? 'The next clip plays by itself.' : 'The next clip waits for Space.');
  }

  hear(track) {
    this.player.setTrack(track);
    this.player.seek(0);
    this.player.play();
  }

  async copyLink() {
    this.panel.say(...await this.link.copy());
  }
}
