// The page of one case, in the app and behind a share link.
import { icon } from './dom.js';
import { mount as mountPlayer } from './player.js';
import { mount as mountBar } from './shell.js';

for (const sign of document.querySelectorAll('[data-icon]')) sign.replaceWith(icon(sign.dataset.icon));
const sample = JSON.parse(document.querySelector('#sample').textContent);
mountPlayer(document.querySelector('#player'), { sample });

const bar = document.querySelector('#top-bar');
if (bar) {
  const title = document.title;
  mountBar(bar, { person: bar.dataset.person });
  document.title = title;
  const { mount } = await import('./share.js');
  mount(document.querySelector('.sc-share'), document.querySelector('.sc-case').dataset.case);
}
