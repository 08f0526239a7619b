// What is drawn on the time axis below the video: frames, waveform or spectrogram, axis, lanes.
import './vendor/wavesurfer.min.js';
import { h, seconds } from './dom.js';
import { kept } from './kept.js';
import { Lanes, place } from './lanes.js';

const { WaveSurfer } = globalThis;

export class Timeline {
  // seek(time_s) while the axis is scrubbed; choose(event), loop(event) from the lanes
  constructor(video, { seek, choose, loop }) {
    this.video = video;
    this.seek = seek;
    this.lanes = new Lanes({ seek: choose, loop });
    this.strip = h('img', { class: 'sc-strip', alt: '', draggable: 'false' });
    this.wave = h('div', { class: 'sc-wave' });
    this.spectrogram = h('img', { class: 'sc-spectrogram', alt: '', draggable: 'false' });
    this.axis = h('div', { class: 'sc-axis', 'aria-hidden': 'true' });
    this.looped = h('i', { class: 'sc-loop-range', hidden: true });
    this.playhead = h('i', { class: 'sc-playhead' });
    this.pointer = h('i', { class: 'sc-pointer', hidden: true });
    this.sound = h('span', { class: 'sc-gutter sc-sound' });
    this.slider = h('div', {
      class: 'sc-scrub',
      role: 'slider',
      tabindex: '0',
      'aria-label': 'Position in the clip',
      'aria-valuemin': '0',
      'aria-valuenow': '0',
    }, this.strip, h('div', { class: 'sc-wave-row' }, this.lanes.bands, this.spectrogram, this.wave), this.axis);
    this.over = h('div', { class: 'sc-over', 'aria-hidden': 'true' }, this.looped, this.pointer, this.playhead);
    this.element = h('div', { class: 'sc-timeline' }, this.sound, this.slider, this.lanes.element, this.over);
    this.surfer = WaveSurfer.create({
      container: this.wave,
      media: video,
      height: 'auto',
      interact: false,
      cursorWidth: 0,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      normalize: true,
      hideScrollbar: true,
      ...this.colours(),
    });
    this.surfer.on('error', () => {}); // the video's own error event says it to the person
    this.scrub();
    this.showSpectrogram(kept.get('spectrogram', false));
  }

  // False where this very file is in the player already: then no event will say that it is ready.
  load(address, track, duration_s) {
    const isNew = (this.video.currentSrc || this.video.src) !== address;
    this.duration_s = duration_s;
    this.track = track;
    this.slider.setAttribute('aria-valuemax', seconds(duration_s));
    this.strip.src = track.strip;
    this.sound.replaceChildren(h('span', {}, 'Sound'), h('b', {}, track.title));
    this.lanes.show(track, duration_s);
    this.showSpectrogramOf(track);
    this.drawAxis();
    const loaded = this.surfer.load(address, channels(track.peaks), duration_s);
    loaded.catch(() => {}); // a newer clip was loaded, or the video's error event says it
    return isNew;
  }

  // Called for each drawn frame while playing, and after each seek.
  tick(time_s, looped) {
    const at = `${(100 * time_s) / this.duration_s}%`;
    this.playhead.style.left = at;
    const current = this.lanes.at(time_s);
    this.lanes.mark(current, looped);
    const labels = [...new Set(current.map((event) => event.label))].join(' · ');
    this.slider.setAttribute('aria-valuenow', seconds(time_s));
    this.slider.setAttribute('aria-valuetext', `${seconds(time_s)} of ${seconds(this.duration_s)} seconds${labels ? `: ${labels}` : ''}`);
    return labels;
  }

  showLoop(event) {
    this.looped.hidden = !event;
    if (event) place(this.looped, event, this.duration_s);
  }

  showSpectrogram(wanted) {
    this.isSpectral = wanted;
    this.element.classList.toggle('sc-spectral', wanted);
    if (this.track) this.showSpectrogramOf(this.track);
    kept.set('spectrogram', wanted);
  }

  // Asked for when it is wanted; a sound that is not there has none.
  showSpectrogramOf({ spectrogram }) {
    this.spectrogram.hidden = !spectrogram;
    if (this.isSpectral && spectrogram) this.spectrogram.src = spectrogram;
  }

  // Canvases do not follow style sheets: the colours are handed over when theme or track change.
  paint() {
    this.surfer.setOptions(this.colours());
  }

  colours() {
    const style = getComputedStyle(this.element);
    return {
      waveColor: style.getPropertyValue('--sc-wave').trim() || '#94a3b8',
      progressColor: style.getPropertyValue('--sc-wave-played').trim() || '#0f766e',
    };
  }

  drawAxis() {
    const steps = [0.5, 1, 2, 5, 10, 30].find((step) => this.duration_s / step <= 14) ?? 60;
    const marks = [];
    for (let time_s = 0; time_s < this.duration_s - steps * 0.3; time_s += steps) {
      const mark = h('span', {}, seconds(time_s, steps < 1 ? 1 : 0));
      mark.style.left = `${(100 * time_s) / this.duration_s}%`;
      marks.push(mark);
    }
    this.axis.replaceChildren(...marks);
  }

  scrub() {
    const timeAt = (event) => {
      const box = this.strip.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.duration_s;
    };
    this.slider.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || !this.duration_s) return;
      this.slider.setPointerCapture(event.pointerId);
      this.seek(timeAt(event));
    });
    this.slider.addEventListener('pointermove', (event) => {
      if (!this.duration_s) return;
      if (this.slider.hasPointerCapture(event.pointerId)) this.seek(timeAt(event));
      this.pointer.hidden = event.pointerType === 'touch';
      this.pointer.style.left = `${(100 * timeAt(event)) / this.duration_s}%`;
      this.pointer.dataset.time = seconds(timeAt(event), 2);
    });
    this.slider.addEventListener('pointerleave', () => { this.pointer.hidden = true; });
    this.slider.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -0.25, ArrowRight: 0.25, ArrowDown: -0.25, ArrowUp: 0.25 }[event.key];
      const target = step ? this.video.currentTime + step : { Home: 0, End: this.duration_s }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      this.seek(target);
    });
  }

  destroy() {
    this.surfer.destroy();
  }
}

// Peaks come as [lowest, highest] of each bin in turn; the upper half shows the highest. Without a
// sound there are none, and the line is flat.
function channels(peaks) {
  if (!peaks.length) return [new Float32Array(2), new Float32Array(2)];
  const highest = Float32Array.from({ length: peaks.length / 2 }, (_, bin) => peaks[2 * bin + 1]);
  const lowest = Float32Array.from({ length: peaks.length / 2 }, (_, bin) => peaks[2 * bin]);
  return [highest, lowest];
}
