// The Compare page: one question on one clip to the base model and to the tuned one.
import { AnswerGrid } from './answers.js';
import { get, post, toldIfRefused, untilAnswered } from './api.js';
import { ClipPicker } from './clip_picker.js';
import { h } from './dom.js';
import { keepAsCase } from './keep.js';
import { lines } from './lines.js';
import { whenPlayer } from './player.js';
import { when } from './words.js';

const SOUNDS = { original: 'Original sound', swapped: 'Swapped sound', none: 'No sound' };
const FRAMES = [1, 2, 3, 4, 8, 16];

export function mount(element) {
  const page = new Compare(element.querySelector('.sc-compare'));
  return toldIfRefused(() => page.begin(), (text, mood) => page.say(text, mood));
}

class Compare {
  constructor(element) {
    this.element = element;
    this.page = document.querySelector('#compare');
    this.status = h('p', { class: 'sc-says', role: 'status', 'aria-live': 'polite' });
    this.grid = new AnswerGrid({ play: (asked) => this.play(asked), keep: (pair) => this.keep(pair) });
    element.replaceChildren(h('h1', {}, 'Compare'), this.status);
  }

  async begin() {
    const late = () => this.say('The server does not answer: retrying.', 'late');
    const [menu, runs, player] = await untilAnswered(() => Promise.all([get('/api/clips'), get('/api/runs'), whenPlayer()]), late);
    this.player = player;
    this.say('');
    if (!menu.clips.length) {
      this.showEmpty(menu.command);
      return;
    }
    this.clips = menu.clips;
    this.runs = runs.filter((run) => run.adapter && !run.is_at_work);
    this.chosen = this.fromAddress(new URLSearchParams(location.search), menu.start);
    const kept = this.chosen.comparison && await this.tried(() => get(`/api/compare/${encodeURIComponent(this.chosen.comparison)}`));
    if (kept) Object.assign(this.chosen, { ...kept.asked, run: this.runOf(kept.asked.run), sounds: new Set(kept.asked.sounds) });
    else this.chosen.comparison = null;
    this.build();
    this.paint();
    if (kept) this.restore(kept);
    await this.showClip();
    this.wake();
  }

  // The model is loaded while the question is still being chosen.
  wake() {
    const { run } = this.chosen;
    if (run) this.tried(() => post('/api/compare/wake', { run }));
  }

  // Everything that was chosen, as the address tells it; what it does not tell is as for a newcomer.
  fromAddress(told, start) {
    const known = (id) => this.clips.some((clip) => clip.id === id || clip.name === id);
    const idOf = (name) => this.clips.find((clip) => clip.id === name || clip.name === name)?.id ?? null;
    const clip = idOf(told.get('clip')) ?? start?.clip ?? this.clips[0].id;
    const donor = told.has('donor') ? idOf(told.get('donor')) : (known(told.get('clip')) ? null : start?.donor ?? null);
    const run = this.runOf(told.get('run'));
    if (told.get('run') && !run) this.say(`There is no adapter of run ${told.get('run')}; the newest one is chosen.`, 'bad');
    const sounds = (told.get('sounds') ?? '').split(',').filter((name) => name in SOUNDS);
    return {
      clip,
      donor,
      run: run ?? this.runs[0]?.id ?? null,
      prompt: told.get('q') ?? 'Describe what you hear.',
      sounds: new Set(sounds.length ? sounds : ['original', donor ? 'swapped' : 'none']),
      frames: FRAMES.includes(Number(told.get('frames'))) ? Number(told.get('frames')) : null,
      comparison: told.get('comparison'),
    };
  }

  // The run with this id, or whose adapter has it.
  runOf(name) {
    return this.runs.find(({ id, adapter }) => [id, adapter].includes(name))?.id ?? null;
  }

  build() {
    this.picture = new ClipPicker({ title: 'Picture', clips: this.clips, chosen: (id) => this.choose({ clip: id }) });
    this.sound = new ClipPicker({ title: 'Sound of another clip', clips: this.clips.filter((clip) => clip.is_audible), none: 'No other sound', chosen: (id) => this.choose({ donor: id }) });
    const runs = this.runs.map((run) => h('option', { value: run.id }, `${run.objective.toUpperCase()}, ${when(run.started)}, adapter ${run.adapter.slice(0, 6)}`));
    this.run = h('select', { 'aria-label': 'Tuned model', disabled: !runs.length }, ...(runs.length ? runs : [h('option', {}, 'No tuned model yet')]));
    this.run.addEventListener('change', () => { this.choose({ run: this.run.value }); this.wake(); });
    this.chips = h('div', { class: 'sc-chips', role: 'group', 'aria-label': 'Questions' });
    this.prompt = h('input', { type: 'text', 'aria-label': 'Question', maxlength: 300, required: true });
    this.prompt.addEventListener('input', () => this.choose({ prompt: this.prompt.value }));
    this.go = h('button', { type: 'submit', class: 'sc-fill' }, 'Ask both');
    const question = h('form', { class: 'sc-ask' }, this.prompt, this.go);
    question.addEventListener('submit', (event) => { event.preventDefault(); this.ask(); });
    this.toggles = Object.entries(SOUNDS).map(([name, text]) => h('button', { type: 'button', class: 'sc-toggle', 'data-sound': name, onclick: () => this.toggle(name) }, text));
    this.frames = h('select', { 'aria-label': 'Frames that the models see' }, h('option', { value: '' }, 'all frames'), ...FRAMES.map((n) => h('option', { value: n }, `${n} frame${n > 1 ? 's' : ''}`)));
    this.frames.addEventListener('change', () => this.choose({ frames: Number(this.frames.value) || null }));
    const none = this.runs.length ? null : h('p', { class: 'sc-help' }, 'Only the base model answers. ', h('a', { href: '/train' }, 'Train an adapter'), ' to compare it with.');
    this.element.replaceChildren(
      h('h1', {}, 'Compare'),
      h('div', { class: 'sc-picks' }, this.picture.element, this.sound.element),
      h('label', { class: 'sc-against' }, h('span', {}, 'Base model against'), this.run), none ?? '',
      this.chips,
      question,
      h('div', { class: 'sc-conditions', role: 'group', 'aria-label': 'Conditions' }, h('span', { class: 'sc-soft' }, 'Under'), ...this.toggles, h('span', { class: 'sc-soft' }, 'with'), this.frames),
      this.status,
      this.grid.element,
    );
  }

  showEmpty(command) {
    this.page.classList.add('sc-is-empty');
    this.element.replaceChildren(h('div', { class: 'sc-nothing' }, h('h1', {}, 'No clips yet'), h('p', {}, 'Bring some in; then ask the models about them.'), h('code', {}, command)));
  }

  // ---- choosing ----

  choose(news) {
    const other = ('clip' in news && news.clip !== this.chosen.clip) || ('donor' in news && news.donor !== this.chosen.donor);
    Object.assign(this.chosen, news, { comparison: null });
    if (this.chosen.donor === this.chosen.clip) this.chosen.donor = null;
    if (!this.chosen.donor) this.chosen.sounds.delete('swapped');
    else if (news.donor) this.chosen.sounds.add('swapped');
    if (!this.chosen.sounds.size) this.chosen.sounds.add('original');
    this.paint();
    if (other) this.showClip();
  }

  toggle(name) {
    const { sounds } = this.chosen;
    if (sounds.has(name) && sounds.size > 1) sounds.delete(name);
    else sounds.add(name);
    this.choose({});
  }

  paint() {
    const { clip, donor, run, prompt, sounds, frames } = this.chosen;
    this.picture.show(clip);
    this.sound.show(donor);
    if (run) this.run.value = run;
    if (this.prompt.value !== prompt) this.prompt.value = prompt; // the caret stays where it is
    this.frames.value = frames ?? '';
    for (const button of this.toggles) {
      button.setAttribute('aria-pressed', String(sounds.has(button.dataset.sound)));
      button.disabled = button.dataset.sound === 'swapped' && !donor;
    }
    this.paintChips();
    this.writeAddress();
  }

  paintChips() {
    const { clip, donor, prompt } = this.chosen;
    const named = (id) => this.named(id);
    const questions = [
      ['What is heard?', 'Describe what you hear.'],
      ['What is seen?', 'Describe what you see.'],
      ['Both?', 'Describe what you see and hear in a single sentence.'],
      named(clip).seen && [`Is the ${named(clip).seen} heard?`, `Is the ${named(clip).seen} making sound in the audio?`],
      named(donor ?? clip).heard && [`Is the ${named(donor ?? clip).heard} seen?`, `Is the ${named(donor ?? clip).heard} visible in the video?`],
      ['Do they match?', 'Are the contexts of audio and visual content matching?'],
    ].filter(Boolean);
    const texts = JSON.stringify(questions);
    if (texts !== this.chipsShown) { // buttons that stay the same keep the focus
      this.chips.replaceChildren(...questions.map(([text, words]) => h('button', { type: 'button', class: 'sc-chip', 'data-words': words, onclick: () => this.choose({ prompt: words }) }, text)));
    }
    this.chipsShown = texts;
    for (const chip of this.chips.children) chip.setAttribute('aria-pressed', String(chip.dataset.words === prompt));
  }

  // What is chosen, as the address tells it.
  told() {
    const { clip, donor, run, prompt, sounds, frames, comparison } = this.chosen;
    const rest = Object.entries({ run, frames, comparison }).filter(([, value]) => value);
    return { clip, donor: donor ?? '', q: prompt, sounds: [...sounds].join(','), ...Object.fromEntries(rest) };
  }

  writeAddress() {
    history.replaceState(null, '', `${location.pathname}?${new URLSearchParams(this.told())}`);
  }

  // ---- playing ----

  // The chosen clip; what was played of earlier answers makes way for it.
  showClip() {
    const { clip, donor } = this.chosen;
    return this.showInput({ clip, donor, isSilent: false });
  }

  // Puts an input before the player; false where it cannot be had, or another one was wanted since.
  async showInput({ clip, donor, isSilent }) {
    const wanted = String(new URLSearchParams({ clip, ...(isSilent ? { sound: 'none' } : { donor: donor ?? '' }) }));
    this.wanted = wanted;
    if (this.shown === wanted) return true;
    const sample = await this.tried(() => get(`/api/sample?${wanted}`));
    if (!sample || this.wanted !== wanted) return false;
    this.player.load(sample);
    this.shown = wanted;
    return true;
  }

  // What the models were fed under one condition.
  async play({ clip, donor, sound }) {
    if (!await this.showInput({ clip, donor, isSilent: sound === 'none' })) return;
    this.player.setTrack(sound === 'swapped' ? 'swapped' : 'original');
    this.player.seek(0);
    this.player.play();
  }

  // ---- asking ----

  async ask() {
    const { clip, donor, run, prompt, frames } = this.chosen;
    if (!prompt.trim()) return this.say('Write a question, or choose one.', 'bad');
    this.go.disabled = true;
    const sounds = Object.keys(SOUNDS).filter((name) => this.chosen.sounds.has(name));
    this.beginGrid({ clip, donor, prompt, frames, sounds }, Boolean(run));
    this.chosen.comparison = null;
    const chosen = JSON.stringify(this.told());
    const waking = this.wait();
    await this.tried(async () => {
      let isWhole = false;
      for await (const news of lines('/api/compare', { clip, donor, run, prompt, frames, sounds })) {
        waking.end();
        this.take(news, chosen);
        isWhole ||= news.kind === 'done';
      }
      if (!isWhole) throw new Error('The answers were cut off; ask again.');
    });
    waking.end();
    this.grid.end();
    this.go.disabled = false;
    return undefined;
  }

  beginGrid({ clip, donor, prompt, frames, sounds }, isTuned) {
    const rows = sounds.map((sound) => ({ asked: { clip, donor, prompt, frames, sound }, title: this.titleOf(sound, donor) }));
    this.grid.begin(rows, isTuned, `“${prompt}” asked of ${this.named(clip)?.name}`);
  }

  // Counts the seconds until the first words; the first question of all loads the model.
  wait() {
    const began = performance.now();
    const tell = () => this.say(`The models are waking up: ${Math.round((performance.now() - began) / 1000)} s. The first answer takes a while.`);
    const timer = setInterval(tell, 1000);
    this.say('Asking …');
    return { end: () => { clearInterval(timer); if (!this.status.dataset.mood) this.say(''); } };
  }

  // The address names the answers only where it names what was asked, too.
  take(news, chosen) {
    if (news.kind === 'error') throw new Error(news.text);
    if (news.kind === 'piece') this.grid.piece(news);
    if (news.kind === 'answer') this.grid.answer(news);
    if (news.kind === 'done') {
      this.grid.done(news.comparison);
      if (JSON.stringify(this.told()) !== chosen) return;
      this.chosen.comparison = news.comparison;
      this.writeAddress();
    }
  }

  named(id) {
    return this.clips.find((clip) => clip.id === id);
  }

  titleOf(sound, donor) {
    return sound === 'swapped' ? `Swapped sound: ${this.named(donor)?.name}` : SOUNDS[sound];
  }

  // The answers that the address names, without asking again.
  restore({ answers }) {
    const { sounds, comparison } = this.chosen;
    this.beginGrid({ ...this.chosen, sounds: [...sounds] }, answers.some(({ card }) => card.model === 'tuned'));
    answers.forEach((answer) => this.grid.answer(answer));
    this.grid.end();
    this.grid.done(comparison);
  }

  keep({ asked: { clip, donor, prompt, sound }, ...answers }) {
    const heard = { original: clip, swapped: donor, none: null }[sound];
    keepAsCase({ ...answers, prompt, seen: this.named(clip)?.seen, heard: this.named(heard)?.heard });
  }

  async tried(work) {
    try {
      return await work();
    } catch (error) {
      this.say(error.message, 'bad');
      return null;
    }
  }

  say(text, mood = '') {
    this.status.textContent = text;
    this.status.dataset.mood = mood;
  }
}
