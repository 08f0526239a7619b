// One listener for all keys of a page; silent while somebody types.
import { h } from './dom.js';

const table = new Map(); // key -> {group, does, run, repeats, shown}
const NAMES = { ' ': 'Space', Backspace: '⌫', '-': '−' };
const ORDER = ['Playing', 'Verdict', 'Page'];

// bind('Playing', {j: ['Back one second', run, {repeats: true}], …}) -> function that takes them back
export function bind(group, keys) {
  const mine = Object.entries(keys).map(([key, [does, run, options = {}]]) => {
    const entry = { group, does, run, ...options };
    table.set(key, entry);
    return [key, entry];
  });
  return () => mine.forEach(([key, entry]) => table.get(key) === entry && table.delete(key));
}

export function isTyping(event) {
  const at = event.composedPath()[0];
  if (event.isComposing || event.defaultPrevented) return true;
  if (!at.closest) return false;
  const field = at.matches('input') && !['radio', 'checkbox', 'button', 'range'].includes(at.type);
  return field || Boolean(at.closest('textarea, select, [contenteditable="true"], [role=textbox], [role=combobox], [role=listbox], dialog'));
}

function belongsToFocus(event) {
  const at = event.composedPath()[0];
  if (!at.closest) return false;
  if (event.key === ' ' || event.key === 'Enter') return Boolean(at.closest('button, a, summary'));
  return event.key.startsWith('Arrow') && Boolean(at.closest('input, [role=slider]'));
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event) || belongsToFocus(event)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const entry = table.get(key);
  if (!entry) return;
  event.preventDefault();
  if (!event.repeat || entry.repeats) entry.run(event);
});

// A click by mouse or finger leaves no focus behind: the next Space plays, the next Enter saves.
document.addEventListener('click', (event) => {
  const button = event.detail > 0 && event.target.closest?.('.sc button');
  if (button) button.blur();
});

// The list of keys as a dialog.
export function showKeys() {
  const groups = [...new Set([...ORDER, ...[...table.values()].map((entry) => entry.group)])];
  const lists = groups.map((group) => {
    const rows = new Map(); // keys that do the same, or the same there and back, share a row
    for (const [key, { group: its, does }] of table) {
      if (its === group) rows.set(does, [...(rows.get(does) ?? []), NAMES[key] ?? (key.length > 1 ? key : key.toUpperCase())]);
    }
    const caps = (keys) => (keys.length > 3 ? [`${keys[0]} – ${keys.at(-1)}`] : keys).map((key) => h('kbd', { class: 'sc-cap' }, key));
    const list = h('dl', {}, ...[...rows].flatMap(([does, keys]) => [h('dt', {}, ...caps(keys)), h('dd', {}, does)]));
    return rows.size ? h('section', {}, h('h3', {}, group), list) : null;
  });
  const close = h('button', { type: 'button', class: 'sc-ghost', autofocus: true }, 'Close');
  const dialog = h('dialog', { class: 'sc sc-keys', 'aria-label': 'Keys' }, h('h2', {}, 'Keys'), h('div', {}, ...lists), close);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
