// One pair as a person reads it: what was asked, the two sides, the questions about them.
import { cap, h, icon } from './dom.js';

const JUDGEMENTS = { yes: 'Yes', no: 'No', debatable: 'Debatable' };
const ROLES = { chosen: ['check', 'Chosen'], rejected: ['cross', 'Rejected'] };

// hear(track) plays one side.
export function sidesOf(card, hear) {
  return card.contrast === 'input' ? twoSounds(card, hear) : twoAnswers(card, hear);
}

function role(name) {
  const [picture, word] = ROLES[name];
  return h('span', { class: `sc-role sc-${name}` }, icon(picture), word);
}

function twoAnswers(card, hear) {
  const [side] = card.sides;
  const { track, is_silent: isSilent, sound } = side;
  const sign = isSilent ? 'muted' : { swapped: 'swap', original: 'sound' }[track];
  const under = h('button', { type: 'button', class: `sc-under sc-${isSilent ? 'silent' : track}`, onclick: () => hear(track) }, icon(sign), underWhich(side), isSilent ? null : ': ', isSilent ? null : h('b', {}, sound));
  const asked = h('p', { class: 'sc-asked' }, h('q', {}, card.prompt), ' ', under);
  const length = card.sides.flatMap((side) => side.words).reduce((sum, { text }) => sum + text.length, 0);
  const isShort = card.sides.every(({ words: [first] }) => first.text.length < 16);
  const sides = card.sides.map((side) => h('article', { class: `sc-side sc-${side.role}${isShort ? ' sc-short' : ''}` }, role(side.role), h('p', {}, ...words(side.words))));
  return [asked, h('div', { class: length > 280 ? 'sc-sides sc-long' : 'sc-sides' }, ...sides)]; // characters
}

function twoSounds(card, hear) {
  const asked = h('p', { class: 'sc-asked' }, h('q', {}, card.prompt));
  const caption = h('p', { class: 'sc-caption' }, card.sides[0].words.map((word) => word.text).join(''));
  const sides = card.sides.map((side) => h('article', { class: `sc-side sc-input sc-${side.role}` },
    role(side.role),
    h('p', {}, underWhich(side), ' ', side.is_silent ? null : h('mark', {}, side.sound)),
    h('button', { type: 'button', class: 'sc-hear', onclick: () => hear(side.track) }, icon('play'), h('span', {}, 'Play'))));
  return [asked, caption, h('div', { class: 'sc-sides' }, ...sides)];
}

function underWhich({ track, is_silent: isSilent }) {
  if (isSilent) return 'without any sound';
  return track === 'swapped' ? 'under the swapped sound' : 'under the original sound';
}

// Words that the two sides do not share are marked, when the sides are nearly alike.
function words(parts) {
  return parts.map(({ text, differs }) => (differs ? h('mark', {}, text) : text));
}

// answer(question id, judgement); keys count through all questions: 1 2 3, 4 5 6, …
export function questionsOf(card, answer) {
  return card.questions.map((question, at) => {
    const choices = Object.entries(JUDGEMENTS).map(([judgement, word], place) =>
      h('button', {
        type: 'button',
        class: `sc-choice sc-${judgement}`,
        'data-question': question.id,
        'data-judgement': judgement,
        'aria-pressed': 'false',
        onclick: () => answer(question.id, judgement),
      }, word, cap(String(3 * at + place + 1))));
    const text = h('p', { id: `question-${question.id}` }, question.text);
    const group = h('div', { class: 'sc-choices', role: 'group', 'aria-labelledby': `question-${question.id}` }, ...choices);
    return h('div', { class: 'sc-question' }, text, group);
  });
}

// The buttons stay: whoever has one of them under their keys keeps it.
export function markAnswers(element, answers) {
  for (const button of element.querySelectorAll('.sc-choice')) {
    const { question, judgement } = button.dataset;
    button.setAttribute('aria-pressed', String(answers[question] === judgement));
  }
}

// What the answers so far speak for; null while they do not settle it.
export function suggestion({ questions }, answers) {
  const said = questions.map(({ id, speaks_for }) => [answers[id], speaks_for]);
  if (said.every(([answer, good]) => answer === good)) return 'accept';
  const isAgainst = ([answer, good]) => answer && answer !== 'debatable' && answer !== good;
  return said.some(isAgainst) ? 'reject' : null;
}
