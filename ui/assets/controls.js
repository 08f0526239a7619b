// The player's buttons: every key of the player is also a button, for a mouse and for a finger.
import { cap, h, icon } from './dom.js';

export class Controls {
  // does: {toggle, setTrack(name), stepRate, toggleLoop, toggleSpectrogram, toggleMute, setVolume(share),
  //        skip(seconds), stepFrame(by), skipEvent(by)}
  constructor(does, volume) {
    const named = (does_, key) => ({ type: 'button', class: 'sc-tool', 'aria-label': does_, title: `${does_} (${key})` });
    const button = (name, words, key, run) => h('button', { ...named(words, key), onclick: run }, icon(name), cap(key));
    const step = (face, words, key, run) => h('button', { ...named(words, key), onclick: run }, face, cap(key));
    this.playing = button('play', 'Play or pause', 'Space', () => does.toggle());
    this.playing.classList.add('sc-play');
    this.time = h('span', { class: 'sc-time' }, '0.0 / 0.0 s');
    const side = (name, text, ...more) => h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => does.setTrack(name) }, h('span', {}, text), ...more);
    this.sides = { original: side('original', 'Original'), swapped: side('swapped', 'Swapped', cap('S')) };
    this.tracks = h('div', { class: 'sc-tracks', role: 'group', 'aria-label': 'Sound' }, this.sides.original, this.sides.swapped);
    this.steps = h('div', { class: 'sc-steps', role: 'group', 'aria-label': 'Steps' },
      step(icon('eventBack'), 'Previous event', '[', () => does.skipEvent(-1)),
      step('−1 s', '−1 s: one second back', 'J', () => does.skip(-1)),
      step(icon('frameBack'), 'One frame back', ',', () => does.stepFrame(-1)),
      step(icon('frameOn'), 'One frame forward', '.', () => does.stepFrame(1)),
      step('+1 s', '+1 s: one second forward', 'L', () => does.skip(1)),
      step(icon('eventOn'), 'Next event', ']', () => does.skipEvent(1)));
    this.rate = h('button', { type: 'button', class: 'sc-tool sc-rate', title: 'Speed (− and =)', onclick: () => does.stepRate(1, true) });
    this.looping = button('loop', 'Loop the event', 'R', () => does.toggleLoop());
    this.spectral = button('spectrogram', 'Spectrogram', 'G', () => does.toggleSpectrogram());
    this.muting = button('sound', 'Sound on or off', 'M', () => does.toggleMute());
    this.volume = h('input', { type: 'range', class: 'sc-volume', min: 0, max: 1, step: 0.05, value: volume, 'aria-label': 'Volume' });
    this.volume.addEventListener('input', () => does.setVolume(Number(this.volume.value)));
    const tools = h('div', { class: 'sc-tools' }, this.rate, this.looping, this.spectral, this.muting, this.volume);
    this.element = h('div', { class: 'sc-controls' }, this.playing, this.time, this.tracks, this.steps, tools);
  }

  // Which sounds there are to choose from.
  showTracks({ swapped }) {
    this.tracks.hidden = !swapped;
    if (swapped) this.sides.swapped.firstElementChild.textContent = swapped.is_silent ? 'No sound' : 'Swapped';
  }

  markTrack(chosen) {
    for (const [name, button] of Object.entries(this.sides)) button.setAttribute('aria-pressed', String(name === chosen));
  }

  paint(video, { isSpectral, isSilent }) {
    const swapIcon = (button, name) => button.firstElementChild.replaceWith(icon(name));
    swapIcon(this.playing, video.paused ? 'play' : 'pause');
    swapIcon(this.muting, video.muted ? 'muted' : 'sound');
    this.muting.disabled = this.volume.disabled = isSilent; // there is nothing to switch on
    this.muting.setAttribute('aria-pressed', String(video.muted));
    this.spectral.setAttribute('aria-pressed', String(isSpectral));
    this.rate.replaceChildren(`${video.playbackRate}×`, cap('−'), cap('='));
    this.rate.setAttribute('aria-label', `Speed: ${video.playbackRate}`);
  }
}
