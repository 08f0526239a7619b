// A share link for one case: made on demand, shown, copied.
import { post } from './api.js';
import { copied } from './copy.js';
import { h, icon } from './dom.js';

const LASTING = { 7: '7 days', 30: '30 days', 90: '90 days', 365: 'a year' };

const ABROAD = ' Other machines reach it where the app was started with --host 0.0.0.0: put this machine\'s name into it.';
const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);

export function mount(element, caseId) {
  const days = h('select', { 'aria-label': 'How long the link is valid' }, ...Object.entries(LASTING).map(([number, words]) => h('option', { value: number, selected: number === '30' }, words)));
  const made = h('div', { class: 'sc-shared', hidden: true });
  const status = h('p', { class: 'sc-says', role: 'status' });
  const make = h('button', { type: 'button', class: 'sc-line' }, icon('share'), 'Make a share link');
  make.addEventListener('click', async () => {
    try {
      const { path, until } = await post(`/api/cases/${encodeURIComponent(caseId)}/share`, { days: Number(days.value) });
      const link = h('input', { type: 'text', readonly: true, value: location.origin + path, 'aria-label': 'Share link' });
      const copy = h('button', { type: 'button', class: 'sc-line' }, icon('copy'), 'Copy');
      copy.addEventListener('click', async () => {
        link.select();
        status.textContent = (await copied(link.value)) ? 'Copied.' : 'Press Ctrl+C to copy.';
      });
      made.replaceChildren(link, copy);
      made.hidden = false;
      status.textContent = `Whoever has this link can see this case, and nothing else, until ${until}.${isHere ? ABROAD : ''}`;
      link.select();
    } catch (error) {
      status.textContent = error.message;
    }
  });
  element.replaceChildren(h('div', { class: 'sc-share-row' }, make, h('label', {}, 'valid for ', days)), made, status);
}
