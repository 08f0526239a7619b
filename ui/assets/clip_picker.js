// A clip as a button with its picture; pressing it opens the gallery of all clips.
import { h } from './dom.js';

const poster = (clip) => `/poster/${encodeURIComponent(clip.id)}`;

export class ClipPicker {
  // none: what the choice of no clip is called, if it is one; chosen(id | null)
  constructor({ title, clips, none = null, chosen }) {
    Object.assign(this, { title, clips, none, chosen });
    this.image = h('img', { alt: '' });
    this.name = h('b', {});
    this.words = h('small', {});
    this.element = h('button', { type: 'button', class: 'sc-pick', 'aria-haspopup': 'dialog', onclick: () => this.open() },
      this.image, h('span', {}, h('span', { class: 'sc-soft' }, title), this.name, this.words));
  }

  show(id) {
    const clip = this.clips.find((one) => one.id === id);
    this.image.hidden = !clip;
    if (clip) this.image.src = poster(clip);
    this.name.textContent = clip?.name ?? this.none;
    this.words.textContent = clip?.words ?? '';
  }

  open() {
    const choose = (id) => { dialog.close(); this.chosen(id); };
    const tiles = this.clips.map((clip) => [clip, clipTile(clip, () => choose(clip.id))]);
    const search = searchable(tiles);
    const none = this.none && h('button', { type: 'button', class: 'sc-line', onclick: () => choose(null) }, this.none);
    const close = h('button', { type: 'button', class: 'sc-line', onclick: () => dialog.close() }, 'Cancel');
    const dialog = h('dialog', { class: 'sc sc-dialog sc-gallery-dialog', 'aria-label': this.title },
      h('div', { class: 'sc-dialog-head' }, h('h2', {}, this.title), search, none, close),
      h('div', { class: 'sc-tiles' }, ...tiles.map(([, element]) => element)));
    openDialog(dialog);
  }
}

// A clip with its picture and what is seen and heard in it.
export function clipTile(clip, choose) {
  return h('button', { type: 'button', class: 'sc-tile', onclick: choose },
    h('img', { src: poster(clip), alt: '', loading: 'lazy' }), h('b', {}, clip.name), h('small', {}, clip.words));
}

// A field that hides the tiles of [[clip, tile], …] in whose words its text does not occur.
export function searchable(tiles) {
  const search = h('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search clips' });
  search.addEventListener('input', () => {
    const wanted = search.value.trim().toLowerCase();
    for (const [clip, tile] of tiles) tile.hidden = !`${clip.name} ${clip.words}`.toLowerCase().includes(wanted);
  });
  return search;
}

// Shows a dialog that a click beside it closes, and that is gone when it is closed.
export function openDialog(dialog) {
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
