// The gallery: what was kept to be shown, newest first.
import { get, toldIfRefused, untilAnswered } from './api.js';
import { h, icon } from './dom.js';

export async function mount(element) {
  const page = element.querySelector('.sc-cases');
  const status = h('p', { class: 'sc-says', role: 'status' });
  page.replaceChildren(h('header', {}, h('h1', {}, 'Cases'), h('p', { class: 'sc-hint' }, 'What the models said of one clip, kept to be shown to others.')), status);
  const say = (text, mood = '') => {
    status.textContent = text;
    status.dataset.mood = mood;
  };
  const cases = await toldIfRefused(() => untilAnswered(() => get('/api/cases'), () => say('The server does not answer: retrying.', 'late')), say);
  if (!cases) return;
  say('');
  page.append(cases.length ? h('ul', { class: 'sc-gallery' }, ...cases.map(card)) : nothing());
}

function card({ id, title, why, poster, asked, base, tuned }) {
  const said = [base, tuned].flatMap(({ words, mark, who }) => [
    h('dt', { class: mark === 'Right' ? 'sc-right' : 'sc-wrong', 'aria-label': `${mark}: ${who}` }, icon(mark === 'Right' ? 'check' : 'cross')),
    h('dd', {}, ...words.map((run) => (run.is_wrong ? h('mark', {}, run.text) : run.text))),
  ]);
  return h('li', {}, h('a', { href: `/cases/${encodeURIComponent(id)}` },
    h('img', { src: poster, alt: '', loading: 'lazy' }),
    h('h2', {}, title),
    h('p', { class: 'sc-soft' }, why),
    h('p', {}, asked),
    h('dl', { class: 'sc-said' }, ...said)));
}

function nothing() {
  return h('div', { class: 'sc-nothing' }, h('h2', {}, 'No case yet'),
    h('p', {}, 'Ask both models about a clip on Compare. When the answers show something worth telling, keep them as a case: it gets a page of its own, and a link that opens it without an account.'),
    h('a', { class: 'sc-fill', href: '/compare' }, 'Go to Compare'));
}
