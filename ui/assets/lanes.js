// Sound events below the waveform: one lane a label, one button an event.
import { h, seconds } from './dom.js';

const HUES = 8;

export class Lanes {
  // seek(event) when an event is chosen, loop(event) when it is double-clicked
  constructor({ seek, loop }) {
    this.element = h('div', { class: 'sc-lanes', role: 'group' });
    this.bands = h('div', { class: 'sc-bands', 'aria-hidden': 'true' });
    this.seek = seek;
    this.loop = loop;
    this.events = [];
    this.buttons = new Map();
  }

  show({ events, title, is_silent: isSilent }, duration_s) {
    this.events = events;
    this.buttons.clear();
    this.element.setAttribute('aria-label', `Sounds of ${title}`);
    const labels = [...new Set(events.map((event) => event.label))]; // colours by first appearance
    const lanes = labels.map((label, at) => this.lane(label, at % HUES, events.filter((event) => event.label === label), duration_s));
    const empty = h('p', { class: 'sc-none' }, isSilent ? 'Nothing is heard.' : 'No labelled sounds.');
    this.element.replaceChildren(...(lanes.length ? lanes : [empty]));
    this.bands.replaceChildren(...events.map((event) => {
      const band = h('i', { class: `sc-hue-${labels.indexOf(event.label) % HUES}` });
      place(band, event, duration_s);
      return band;
    }));
    [...this.bands.children].forEach((band, at) => Object.assign(this.buttons.get(events[at]), { band }));
  }

  lane(label, hue, events, duration_s) {
    const buttons = events.map((event) => {
      const times = `${seconds(event.onset_s)}–${seconds(event.offset_s)}`;
      const sure = event.confidence < 1 ? `, ${Math.round(event.confidence * 100)} % sure` : '';
      const button = h('button', {
        type: 'button',
        class: event.confidence < 1 ? 'sc-event sc-unsure' : 'sc-event',
        'aria-label': `${label}, ${times} seconds${sure}`,
        title: `${label} ${times} s, ${event.made_by}${sure}`,
        onclick: () => this.seek(event),
        ondblclick: () => this.loop(event),
      }, h('span', {}, times));
      place(button, event, duration_s);
      button.style.left = `min(${button.style.left}, 100% - 24px)`; // room for a finger at the end
      this.buttons.set(event, { button });
      return button;
    });
    const name = h('span', { class: 'sc-gutter', title: label }, h('i', {}), h('span', {}, label));
    return h('div', { class: `sc-lane sc-hue-${hue}`, role: 'group', 'aria-label': label }, name, h('div', { class: 'sc-bars' }, ...buttons));
  }

  // The events that sound at this moment.
  at(time_s) {
    return this.events.filter((event) => event.onset_s <= time_s && time_s < event.offset_s);
  }

  next(time_s) {
    return this.events.find((event) => event.onset_s > time_s + 0.05);
  }

  previous(time_s) {
    return this.events.findLast((event) => event.onset_s < time_s - 0.25);
  }

  mark(current, looped) {
    for (const [event, { button, band }] of this.buttons) {
      const on = current.includes(event);
      button.classList.toggle('sc-on', on);
      band.classList.toggle('sc-on', on);
      button.classList.toggle('sc-looped', event === looped);
      if (on) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  }
}

export function place(element, { onset_s, offset_s }, duration_s) {
  element.style.left = `${(100 * onset_s) / duration_s}%`;
  element.style.width = `${(100 * (offset_s - onset_s)) / duration_s}%`;
}
