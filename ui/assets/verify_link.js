// The address of the Verify page: the open pair, the moment, the sound; so that it can be sent around.
import { copied } from './copy.js';

export class VerifyLink {
  // page: {card, kind, player}
  constructor(page) {
    this.page = page;
  }

  // Held keys seek many times a second; browsers refuse as many new addresses.
  note() {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.write(), 200);
  }

  write() {
    clearTimeout(this.noting);
    const { card, kind, player: { sample, track, video } } = this.page;
    const moment = sample ? { t: video.currentTime.toFixed(2), track } : {};
    const told = new URLSearchParams({ ...(card ? { pair: card.id, ...moment } : {}), ...(kind ? { kind } : {}) });
    history.replaceState(null, '', `${location.pathname}${card ? `?${told}` : ''}`);
  }

  // What became of it, as a sentence and its mood.
  async copy() {
    this.write();
    if (await copied(location.href)) return ['Link copied.'];
    return ['The browser does not allow copying; the link is in the address bar.', 'bad'];
  }
}
