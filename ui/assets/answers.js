// Answers side by side: a row a condition, a column a model.
import { h, icon } from './dom.js';

const SOUND_ICONS = { original: 'sound', swapped: 'swap', none: 'muted' };

export class AnswerGrid {
  // play(asked) lets the player show a condition; keep({asked, comparison, base, tuned}) makes a case
  // of it. What was asked is each row's own: what is chosen later changes nothing in it.
  constructor({ play, keep }) {
    this.play = play;
    this.keep = keep;
    this.element = h('div', { class: 'sc-answers', 'aria-live': 'polite', 'aria-busy': 'false' });
  }

  // of: which question, about which clip, as a sentence; conditions: [{asked, title}, …]
  begin(conditions, isTuned, of) {
    this.models = isTuned ? ['base', 'tuned'] : ['base'];
    this.rows = conditions.map((condition) => this.row(condition));
    this.element.classList.toggle('sc-alone', !isTuned);
    this.element.setAttribute('aria-busy', 'true');
    this.element.replaceChildren(h('p', { class: 'sc-soft sc-asked-of' }, of), ...this.rows.map((row) => row.element));
  }

  row({ asked, title }) {
    const { sound, frames } = asked;
    const heading = h('h2', {}, icon(SOUND_ICONS[sound]), title, frames ? h('small', {}, `${frames} frame${frames > 1 ? 's' : ''}`) : null);
    const play = h('button', { type: 'button', class: 'sc-ghost', 'aria-label': `Play what the models were given: ${title}`, onclick: () => this.play(asked) }, icon('play'), 'Play');
    const keep = h('button', { type: 'button', class: 'sc-ghost', hidden: true }, icon('share'), 'Keep as a case');
    const cells = Object.fromEntries(this.models.map((model) => [model, cell(model)]));
    const element = h('section', { class: 'sc-condition', 'aria-label': title, 'data-sound': sound },
      h('header', {}, heading, play, keep), ...Object.values(cells).map((one) => one.element));
    return { asked, element, cells, keep, answers: {} };
  }

  // Some words more of an answer.
  piece({ condition, model, text }) {
    const { words } = this.rows[condition].cells[model];
    words.append(text);
  }

  // A whole answer, judged and measured.
  answer({ condition, place, card }) {
    const row = this.rows[condition];
    row.answers[card.model] = { place, right: card.right };
    row.cells[card.model].show(card);
    this.measure();
  }

  end() {
    this.element.setAttribute('aria-busy', 'false');
  }

  done(comparison) {
    for (const { asked, keep, answers: { base, tuned } } of this.rows) {
      keep.hidden = !base || !tuned;
      keep.onclick = () => this.keep({ asked, comparison, base, tuned });
    }
  }

  // Bars of all answers share one scale.
  measure() {
    const cells = this.rows.flatMap((row) => Object.values(row.cells));
    const largest = Math.max(1, ...cells.map((one) => Math.abs(one.reward ?? 0)));
    for (const one of cells) one.scale(largest);
  }
}

function cell(model) {
  const words = h('p', { class: 'sc-words' });
  const sign = h('p', { class: 'sc-judged' });
  const bar = h('i', {});
  const likelier = h('p', { class: 'sc-likelier' });
  const logp = h('p', { class: 'sc-proof' });
  const proof = h('p', { class: 'sc-proof' });
  const element = h('article', { class: `sc-answer sc-${model}` }, h('h3', {}, model === 'base' ? 'Base model' : 'Tuned model'), words, sign, likelier, logp, proof);
  const self = { element, words, reward: null, show, scale };

  function show(card) {
    words.replaceChildren(...card.words.map((run) => (run.is_wrong ? h('mark', {}, run.text) : run.text)));
    if (!card.text.trim()) words.replaceChildren(h('i', {}, 'It says nothing.'));
    element.dataset.right = String(card.right);
    sign.replaceChildren(...(card.right === null ? [] : [icon(card.right ? 'check' : 'cross'), h('b', {}, card.right ? 'Right. ' : 'Wrong. '), card.sentence]));
    if (card.likelier) {
      self.reward = card.logp_tuned - card.logp_base;
      likelier.replaceChildren(h('span', { class: 'sc-reward', 'aria-hidden': 'true' }, bar), h('span', {}, capital(card.likelier)));
      logp.textContent = `log p: ${nats(card.logp_base)} under the base model, ${nats(card.logp_tuned)} under the tuned one (nats)`;
    }
    proof.textContent = `${adapterWords(card)}; ${card.seconds.toFixed(1)} s`;
  }

  // To the right of the middle: training made the answer likelier; to the left: less likely.
  function scale(largest) {
    if (self.reward === null) return;
    const half = (50 * Math.abs(self.reward)) / largest;
    bar.style.left = `${self.reward < 0 ? 50 - half : 50}%`;
    bar.style.width = `${half}%`;
  }

  return self;
}

const nats = (logp) => (Math.round(logp * 10) / 10 + 0).toFixed(1).replace('-', '\u2212'); // + 0: no minus before zero

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function adapterWords({ adapter, adapter_active: isActive }) {
  if (!adapter) return 'No adapter in the model';
  return `Adapter ${adapter.slice(0, 6)} was ${isActive ? 'active' : 'off'}, as read from the model`;
}
