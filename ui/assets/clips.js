// The Clips page: a gallery to search in, and the chosen clip with what is known of it.
import { get, toldIfRefused, untilAnswered } from './api.js';
import { clipTile, searchable } from './clip_picker.js';
import { h } from './dom.js';
import { whenPlayer } from './player.js';

export function mount(element) {
  const page = new Clips(element.querySelector('.sc-clips'));
  return toldIfRefused(() => page.begin(), (text, mood) => page.say(text, mood));
}

class Clips {
  constructor(element) {
    this.element = element;
    this.page = document.querySelector('#clips');
    this.status = h('p', { class: 'sc-says', role: 'status', 'aria-live': 'polite' });
    this.known = h('div', { class: 'sc sc-known' });
    element.replaceChildren(h('h1', {}, 'Clips'), this.status);
  }

  async begin() {
    const late = () => this.say('The server does not answer: retrying.', 'late');
    const [{ clips, command }, player] = await untilAnswered(() => Promise.all([get('/api/clips'), whenPlayer()]), late);
    this.say('');
    this.player = player;
    if (!clips.length) return this.showEmpty(command);
    this.tiles = new Map(clips.map((clip) => [clip.id, clipTile(clip, () => this.open(clip.id))]));
    const search = searchable(clips.map((clip) => [clip, this.tiles.get(clip.id)]));
    const count = h('span', { class: 'sc-soft' }, `${clips.length} in this workspace`);
    this.element.replaceChildren(
      h('header', { class: 'sc-clips-head' }, h('h1', {}, 'Clips'), count, search),
      this.status,
      h('div', { class: 'sc-tiles' }, ...this.tiles.values()),
    );
    player.element.after(this.known);
    const wanted = new URLSearchParams(location.search).get('clip');
    return this.open((clips.find((clip) => [clip.id, clip.name].includes(wanted)) ?? clips[0]).id);
  }

  showEmpty(command) {
    this.page.classList.add('sc-is-empty');
    this.element.replaceChildren(h('div', { class: 'sc-nothing' }, h('h1', {}, 'No clips yet'), h('p', {}, 'Bring in a folder of videos, with a manifest of what is seen and heard in them if there is one.'), h('code', {}, command)));
  }

  async open(id) {
    this.wanted = id;
    for (const [of, tile] of this.tiles) tile.setAttribute('aria-current', String(of === id));
    try {
      const clip = await get(`/api/clips/${encodeURIComponent(id)}`);
      if (this.wanted !== id) return;
      history.replaceState(null, '', `${location.pathname}?clip=${encodeURIComponent(id)}`);
      this.player.load(clip.sample);
      this.show(clip);
      this.say('');
    } catch (error) {
      this.say(error.message, 'bad');
    }
  }

  show({ id, name, size, use, captions, credit }) {
    const told = captions.flatMap(({ of, text, made_by: by }) => [h('dt', {}, of), h('dd', { title: `by ${by}` }, text)]);
    this.known.replaceChildren(
      h('h2', {}, name),
      h('dl', {}, ...told),
      h('p', { class: 'sc-soft' }, `${size}. ${use}`),
      credit ? h('p', { class: 'sc-help' }, credit) : '',
      h('a', { class: 'sc-line', href: `/compare?clip=${encodeURIComponent(id)}` }, 'Ask the models about it'));
  }

  say(text, mood = '') {
    this.status.textContent = text;
    this.status.dataset.mood = mood;
  }
}
