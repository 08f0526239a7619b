// The player: one <video> is the only clock; everything else follows it.
import { cap, h, icon, preference, seconds } from './dom.js';
import { bind } from './hotkeys.js';
import { local, prefetch } from './prefetch.js';
import { Timeline } from './timeline.js';

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];
const FAULTS = {
  2: 'The clip could not be fetched. Is the server still running?',
  3: 'The clip is damaged: the browser cannot decode it.',
  4: 'This clip cannot be played: it is missing, or not in a form that the browser knows.',
};
const players = new Set();
const waiting = [];

// The player that is on the page, as soon as there is one.
export function whenPlayer() {
  const [present] = players;
  return present ? Promise.resolve(present) : new Promise((tell) => waiting.push(tell));
}

export function mount(element, { sample, watch } = {}) {
  const player = new Player(element);
  watch?.((news) => news && player.load(news));
  if (sample) player.load(sample);
  waiting.splice(0).forEach((tell) => tell(player));
  return player;
}

class Player {
  constructor(element) {
    this.element = element;
    this.video = h('video', { playsinline: true, preload: 'auto', 'aria-label': 'Clip' });
    this.video.volume = preference.get('volume', 1);
    this.timeline = new Timeline(this.video, {
      seek: (time_s) => this.seek(time_s),
      choose: (event) => this.choose(event),
      loop: (event) => this.setLoop(this.loop === event ? null : event),
    });
    this.build();
    this.listen();
    this.release = this.bindKeys();
    this.alive = new MutationObserver(() => element.isConnected || this.destroy()); // Gradio tells nobody
    this.alive.observe(document.body, { childList: true, subtree: true });
    this.themed = new MutationObserver(() => this.timeline.paint());
    this.themed.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    players.add(this);
  }

  build() {
    const button = (name, does, key, run, ...more) =>
      h('button', { type: 'button', class: 'sc-tool', 'aria-label': does, title: `${does} (${key})`, onclick: run }, icon(name), ...more, cap(key));
    this.still = h('canvas', { class: 'sc-still', hidden: true, 'aria-hidden': 'true' });
    this.badge = h('p', { class: 'sc-badge', hidden: true });
    this.heard = h('p', { class: 'sc-heard', 'aria-hidden': 'true' });
    this.fault = h('p', { class: 'sc-fault', role: 'alert', hidden: true });
    this.stage = h('div', { class: 'sc-stage' }, this.video, this.still, this.badge, this.heard, this.fault);
    this.playing = button('play', 'Play or pause', 'Space', () => this.toggle());
    this.playing.classList.add('sc-play');
    this.time = h('span', { class: 'sc-time' }, '0.0 / 0.0 s');
    const side = (name, text) => h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.setTrack(name) }, text);
    this.sides = { original: side('original', 'Original'), swapped: side('swapped', 'Swapped') };
    this.sides.swapped.append(cap('S'));
    this.tracks = h('div', { class: 'sc-tracks', role: 'group', 'aria-label': 'Sound' }, this.sides.original, this.sides.swapped);
    this.rate = h('button', { type: 'button', class: 'sc-tool sc-rate', title: 'Speed (− and =)', onclick: () => this.stepRate(1, true) });
    this.looping = button('loop', 'Loop the event', 'R', () => this.toggleLoop());
    this.spectral = button('spectrogram', 'Spectrogram', 'G', () => this.toggleSpectrogram());
    this.muting = button('sound', 'Sound on or off', 'M', () => this.toggleMute());
    this.volume = h('input', { type: 'range', class: 'sc-volume', min: 0, max: 1, step: 0.05, value: this.video.volume, 'aria-label': 'Volume' });
    const tools = h('div', { class: 'sc-tools' }, this.rate, this.looping, this.spectral, this.muting, this.volume);
    const controls = h('div', { class: 'sc-controls' }, this.playing, this.time, this.tracks, tools);
    this.element.replaceChildren(this.stage, controls, this.timeline.element);
    this.paintTools();
  }

  listen() {
    const { video } = this;
    const on = (name, run) => video.addEventListener(name, run);
    this.stage.addEventListener('click', () => this.toggle());
    this.volume.addEventListener('input', () => {
      video.volume = Number(this.volume.value);
      video.muted = false;
      preference.set('volume', video.volume);
    });
    on('play', () => this.follow());
    on('play', () => this.paintTools());
    on('pause', () => { this.paintTools(); this.tell('paused'); });
    on('seeking', () => this.tick());
    on('seeked', () => { this.tick(); if (video.paused) this.tell('paused'); });
    on('volumechange', () => this.paintTools());
    on('ended', () => this.loop && this.repeat());
    on('canplay', () => this.tell('canplay'));
    on('canplaythrough', () => { this.fetchAhead(); this.tell('ready'); });
    on('loadedmetadata', () => {
      if (video.videoWidth === 0) this.fail('The picture of this clip cannot be shown: its video is in a form that the browser does not know.');
    });
    on('error', () => video.error && this.fail(FAULTS[video.error.code] ?? FAULTS[4]));
  }

  bindKeys() {
    const shown = (run) => (event) => this.sample && this.element.offsetParent !== null && run(event);
    const held = { repeats: true };
    return bind('Playing', {
      ' ': ['Play or pause', shown(() => this.toggle())],
      j: ['One second back, forward', shown(() => this.seek(this.video.currentTime - 1)), held],
      l: ['One second back, forward', shown(() => this.seek(this.video.currentTime + 1)), held],
      ',': ['One frame back, forward', shown(() => this.stepFrame(-1)), held],
      '.': ['One frame back, forward', shown(() => this.stepFrame(1)), held],
      '[': ['Previous, next event', shown(() => this.choose(this.timeline.lanes.previous(this.video.currentTime)))],
      ']': ['Previous, next event', shown(() => this.choose(this.timeline.lanes.next(this.video.currentTime)))],
      r: ['Loop the event', shown(() => this.toggleLoop())],
      s: ['Original or swapped sound', shown(() => this.setTrack(this.track === 'swapped' ? 'original' : 'swapped'))],
      '-': ['Slower, faster', shown(() => this.stepRate(-1))],
      '=': ['Slower, faster', shown(() => this.stepRate(1))],
      g: ['Waveform or spectrogram', shown(() => this.toggleSpectrogram())],
      m: ['Sound on or off', shown(() => this.toggleMute())],
    });
  }

  // ---- what is played ----

  load(sample, { play = false } = {}) {
    this.sample = sample;
    this.track = sample.start.track === 'swapped' && sample.swapped ? 'swapped' : 'original';
    this.setLoop(null);
    this.still.hidden = true;
    this.tracks.hidden = !sample.swapped;
    this.open(Math.min(Math.max(0, sample.start.t), sample.duration_s) || 0);
    if (play) this.play();
  }

  // The present track from a moment on; its picture is the same frame by frame in both tracks.
  open(time_s) {
    const track = this.sample[this.track];
    this.fault.hidden = true;
    this.video.poster = time_s > 0 ? '' : track.poster;
    this.element.classList.toggle('sc-swapped', this.track === 'swapped');
    this.badge.hidden = this.track !== 'swapped';
    this.badge.replaceChildren(icon('swap'), `Swapped sound: ${track.title}`);
    for (const [name, button] of Object.entries(this.sides)) button.setAttribute('aria-pressed', String(name === this.track));
    this.timeline.load(local(track.video), track, this.sample.duration_s);
    this.timeline.paint();
    if (time_s > 0) this.video.currentTime = time_s;
    this.tick(time_s);
  }

  setTrack(name) {
    if (!this.sample?.[name] || name === this.track) return;
    const time_s = this.video.ended ? 0 : this.video.currentTime;
    const wasPlaying = !this.video.paused && !this.video.ended;
    this.freeze();
    this.track = name;
    this.setLoop(null);
    this.open(time_s);
    if (wasPlaying) this.play();
    this.tell('track');
  }

  // Holds the last frame over the video until the other file shows its own.
  freeze() {
    const { still, video } = this;
    if (!video.videoWidth) return;
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext('2d').drawImage(video, 0, 0);
    still.hidden = false;
    video.requestVideoFrameCallback(() => { still.hidden = true; });
  }

  fetchAhead() {
    const { original, swapped } = this.sample;
    const other = this.track === 'swapped' ? original : swapped;
    [other?.video, ...this.sample.prefetch].forEach(prefetch);
  }

  fail(sentence) {
    this.fault.textContent = sentence;
    this.fault.hidden = false;
    this.still.hidden = true;
  }

  // ---- moving in time ----

  play() {
    this.video.play().catch(() => {}); // without a gesture the browser may refuse; the button stays
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  seek(time_s) {
    this.video.currentTime = Math.min(Math.max(0, time_s), this.sample.duration_s);
    this.tick(this.video.currentTime);
  }

  stepFrame(by) {
    const { fps, duration_s } = this.sample;
    this.video.pause();
    const last = Math.max(0, Math.round(duration_s * fps) - 1);
    const frame = Math.min(last, Math.max(0, Math.floor(this.video.currentTime * fps + 0.001) + by));
    this.seek((frame + 0.5) / fps); // the middle of a frame is safe from rounding
  }

  choose(event) {
    if (!event) return;
    this.chosen = event;
    if (this.loop) this.setLoop(event);
    this.seek(event.onset_s);
  }

  stepRate(by, around = false) {
    const at = RATES.indexOf(this.video.playbackRate) + by;
    const rate = RATES[around ? (at + RATES.length) % RATES.length : Math.min(RATES.length - 1, Math.max(0, at))];
    this.video.defaultPlaybackRate = rate; // the next file begins at this speed too
    this.video.playbackRate = rate;
    this.paintTools();
  }

  toggleLoop() {
    const { lanes } = this.timeline;
    const now_s = this.video.currentTime;
    const heard = lanes.at(now_s);
    const near = heard.find((event) => event === this.chosen) ?? heard[0] ?? lanes.next(now_s) ?? lanes.previous(now_s + 0.25) ?? lanes.events[0];
    this.setLoop(this.loop ? null : near);
    if (this.loop && !heard.includes(this.loop)) this.seek(this.loop.onset_s);
  }

  setLoop(event) {
    this.loop = event ?? null;
    this.looping.setAttribute('aria-pressed', String(Boolean(this.loop)));
    this.timeline.showLoop(this.loop);
    if (this.loop) this.tick();
  }

  repeat() {
    this.seek(this.loop.onset_s);
    this.play();
  }

  follow() {
    if (this.video.paused || this.video.ended) return;
    this.tick();
    requestAnimationFrame(() => this.follow());
  }

  tick(time_s = this.video.currentTime) {
    if (!this.sample) return;
    if (this.loop && !this.video.paused && time_s >= this.loop.offset_s - 0.01) {
      this.video.currentTime = time_s = this.loop.onset_s;
    }
    this.time.textContent = `${seconds(time_s)} / ${seconds(this.sample.duration_s)} s`;
    const heard = this.timeline.tick(time_s, this.loop);
    if (this.heard.textContent !== heard) this.heard.textContent = heard;
  }

  // ---- tools ----

  toggleSpectrogram() {
    this.timeline.showSpectrogram(!this.timeline.isSpectral);
    this.paintTools();
  }

  toggleMute() {
    this.video.muted = !this.video.muted;
  }

  paintTools() {
    const { video } = this;
    const swapIcon = (button, name) => button.firstElementChild.replaceWith(icon(name));
    swapIcon(this.playing, video.paused ? 'play' : 'pause');
    swapIcon(this.muting, video.muted ? 'muted' : 'sound');
    this.muting.setAttribute('aria-pressed', String(video.muted));
    this.spectral.setAttribute('aria-pressed', String(Boolean(this.timeline.isSpectral)));
    this.rate.replaceChildren(`${video.playbackRate}×`, cap('−'), cap('='));
    this.rate.setAttribute('aria-label', `Speed: ${video.playbackRate}`);
  }

  tell(name) {
    const detail = { time_s: this.video.currentTime, track: this.track, pair: this.sample?.pair };
    this.element.dispatchEvent(new CustomEvent(`player:${name}`, { bubbles: true, detail }));
  }

  destroy() {
    players.delete(this);
    this.alive.disconnect();
    this.themed.disconnect();
    this.release();
    this.timeline.destroy();
    this.video.pause();
    this.video.removeAttribute('src');
    this.video.load();
  }
}
