// The player: one <video> is the only clock; everything else follows it.
import { Controls } from './controls.js';
import { h, icon, seconds } from './dom.js';
import { kept } from './kept.js';
import { bindPlayer } from './player_keys.js';
import { local, prefetch } from './prefetch.js';
import { Still } from './still.js';
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
    this.isMuted = false; // by the person; a clip without a sound is muted whatever they chose
    this.video = h('video', { playsinline: true, preload: 'auto', 'aria-label': 'Clip' });
    this.video.volume = kept.get('volume', 1);
    this.timeline = new Timeline(this.video, {
      seek: (time_s) => this.seek(time_s),
      choose: (event) => this.choose(event),
      loop: (event) => this.setLoop(this.loop === event ? null : event),
    });
    this.controls = new Controls(this, this.video.volume);
    this.build();
    this.listen();
    this.release = bindPlayer(this);
    this.alive = new MutationObserver(() => element.isConnected || this.destroy()); // Gradio tells nobody
    this.alive.observe(document.body, { childList: true, subtree: true });
    this.themed = new MutationObserver(() => this.timeline.paint());
    this.themed.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    players.add(this);
  }

  build() {
    this.still = new Still(this.video);
    this.badge = h('p', { class: 'sc-badge', hidden: true });
    this.heard = h('p', { class: 'sc-heard', 'aria-hidden': 'true' });
    this.fault = h('p', { class: 'sc-fault', role: 'alert', hidden: true });
    this.stage = h('div', { class: 'sc-stage' }, this.video, this.still.element, this.badge, this.heard, this.fault);
    this.element.replaceChildren(this.stage, this.controls.element, this.timeline.element);
    this.paintTools();
  }

  listen() {
    const { video } = this;
    const on = (name, run) => video.addEventListener(name, run);
    this.stage.addEventListener('click', () => this.toggle());
    on('play', () => { this.follow(); this.paintTools(); });
    on('pause', () => { this.paintTools(); this.tell('paused'); });
    on('seeking', () => this.tick());
    on('seeked', () => { this.tick(); if (video.paused) this.tell('paused'); });
    on('volumechange', () => this.paintTools());
    on('ended', () => this.loop && this.repeat());
    on('canplay', () => this.tell('canplay'));
    on('canplaythrough', () => this.ready());
    on('loadedmetadata', () => {
      if (video.videoWidth === 0) this.fail('The picture of this clip cannot be shown: its video is in a form that the browser does not know.');
    });
    on('error', () => video.error && this.sample && this.fail(FAULTS[video.error.code] ?? FAULTS[4]));
  }

  // ---- what is played ----

  load(sample, { play = false } = {}) {
    this.sample = sample;
    this.element.classList.remove('sc-broken');
    this.track = sample.start.track === 'swapped' && sample.swapped ? 'swapped' : 'original';
    this.setLoop(null);
    this.still.release();
    this.controls.showTracks(sample);
    this.open(Math.min(Math.max(0, sample.start.t), sample.duration_s) || 0);
    if (play) this.play();
  }

  // There is no clip to play; the sentence stands where it would be.
  refuse(sentence) {
    this.setLoop(null);
    this.sample = null;
    this.video.pause();
    this.badge.hidden = true;
    this.heard.textContent = '';
    this.element.classList.remove('sc-swapped');
    this.element.classList.add('sc-broken');
    this.fail(sentence);
  }

  // The present track from a moment on; its picture is the same frame by frame in both tracks.
  open(time_s) {
    const track = this.sample[this.track];
    const isSwapped = this.track === 'swapped' && !track.is_silent;
    this.fault.hidden = true;
    this.video.poster = time_s > 0 ? '' : track.poster;
    this.video.muted = this.isMuted || track.is_silent;
    this.element.classList.toggle('sc-swapped', isSwapped);
    this.element.classList.toggle('sc-silent', track.is_silent);
    this.badge.hidden = !isSwapped && !track.is_silent;
    this.badge.replaceChildren(icon(isSwapped ? 'swap' : 'muted'), isSwapped ? `Swapped sound: ${track.title}` : track.title);
    this.controls.markTrack(this.track);
    const isNew = this.timeline.load(local(track.video), track, this.sample.duration_s);
    this.timeline.paint();
    this.paintTools();
    if (!isNew) this.reopen();
    this.video.currentTime = time_s;
    this.tick(time_s);
  }

  // The file is there already, and the browser tells nothing of what it has told before.
  reopen() {
    const { video } = this;
    video.pause();
    this.still.release();
    if (video.error) video.load();
    else if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
      queueMicrotask(() => { this.tell('canplay'); this.ready(); });
    }
  }

  ready() {
    if (!this.sample) return;
    this.fetchAhead();
    this.tell('ready');
  }

  setTrack(name) {
    if (!this.sample?.[name] || name === this.track) return;
    const time_s = this.video.ended ? 0 : this.video.currentTime;
    const wasPlaying = !this.video.paused && !this.video.ended;
    this.still.hold(time_s, this.sample.fps);
    this.track = name;
    this.setLoop(null);
    this.open(time_s);
    if (wasPlaying) this.play();
    this.tell('track');
  }

  fetchAhead() {
    const { original, swapped } = this.sample;
    const other = this.track === 'swapped' ? original : swapped;
    [other?.video, ...this.sample.prefetch].forEach(prefetch);
  }

  fail(sentence) {
    this.fault.textContent = sentence;
    this.fault.hidden = false;
    this.still.release();
  }

  // ---- moving in time ----

  play() {
    if (!this.sample) return;
    this.video.play().catch(() => {}); // without a gesture the browser may refuse; the button stays
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  seek(time_s) {
    if (!this.sample) return;
    this.video.currentTime = Math.min(Math.max(0, time_s), this.sample.duration_s);
    this.tick(this.video.currentTime);
  }

  skip(by_s) {
    this.seek(this.video.currentTime + by_s);
  }

  stepFrame(by) {
    if (!this.sample) return;
    const { fps, duration_s } = this.sample;
    this.video.pause();
    const last = Math.max(0, Math.round(duration_s * fps) - 1);
    const frame = Math.min(last, Math.max(0, Math.floor(this.video.currentTime * fps + 0.001) + by));
    this.seek((frame + 0.5) / fps); // the middle of a frame is safe from rounding
  }

  skipEvent(by) {
    const { lanes } = this.timeline;
    this.choose(by < 0 ? lanes.previous(this.video.currentTime) : lanes.next(this.video.currentTime));
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
    this.controls.looping.setAttribute('aria-pressed', String(Boolean(this.loop)));
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
    this.controls.time.textContent = `${seconds(time_s)} / ${seconds(this.sample.duration_s)} s`;
    const heard = this.timeline.tick(time_s, this.loop);
    if (this.heard.textContent !== heard) this.heard.textContent = heard;
  }

  // ---- tools ----

  toggleSpectrogram() {
    this.timeline.showSpectrogram(!this.timeline.isSpectral);
    this.paintTools();
  }

  toggleMute() {
    if (this.isSilent) return;
    this.isMuted = this.video.muted = !this.video.muted;
  }

  setVolume(share) {
    this.video.volume = share;
    this.isMuted = false;
    this.video.muted = this.isSilent;
    kept.set('volume', share);
  }

  get isSilent() {
    return Boolean(this.sample?.[this.track]?.is_silent);
  }

  paintTools() {
    this.controls.paint(this.video, { isSpectral: Boolean(this.timeline.isSpectral), isSilent: this.isSilent });
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
