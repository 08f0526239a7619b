// The top bar: who works, how far the work is, light or dark.
import { h, icon } from './dom.js';
import { kept } from './kept.js';

const isDark = () => document.body.classList.contains('dark');

export function mount(element, { person } = {}) {
  const here = element.querySelector('nav [aria-current]');
  if (here) document.title = `${here.textContent} · Soundcheck`;
  here?.scrollIntoView({ inline: 'center', block: 'nearest' }); // on a phone the menu may be wider
  element.querySelector('.sc-person').textContent = person ?? '';
  const button = element.querySelector('.sc-theme');
  button.append(icon('theme'));
  button.addEventListener('click', () => wear(isDark() ? 'light' : 'dark', true));
  const chosen = kept.get('theme', null);
  if (chosen && !new URLSearchParams(location.search).has('__theme')) wear(chosen);
}

function wear(theme, keep = false) {
  document.body.classList.toggle('dark', theme === 'dark');
  if (keep) kept.set('theme', theme);
}

// How much of a page's work is done, in the top bar.
export function showProgress(done, total, noun) {
  const bar = document.querySelector('.sc-progress');
  if (!bar) return;
  bar.hidden = total === 0;
  const share = total ? Math.round((100 * done) / total) : 0;
  const line = h('span', {
    class: 'sc-bar',
    role: 'progressbar',
    'aria-label': noun,
    'aria-valuemin': 0,
    'aria-valuemax': total,
    'aria-valuenow': done,
  }, h('i', { style: `width:${share}%` }));
  bar.replaceChildren(line, h('span', {}, `${done} of ${total}`), h('span', { class: 'sc-wide' }, ` ${noun}`));
}
