// The right half of the Verify page: what is asked, what was answered, and the decision.
import { markAnswers, questionsOf, sidesOf } from './card.js';
import { cap, h, icon } from './dom.js';
import { showKeys } from './hotkeys.js';

export const DECISIONS = {
  accept: ['Accept', 'A', 'check'],
  reject: ['Reject', 'X', 'cross'],
  fix: ['Fix', 'F', 'wrench'],
  skip: ['Skip', 'K', 'skip'],
};

export class Panel {
  // does: {filter(kind), copyLink(), answerAll(), write(note), decide(name), undo(),
  //        answer(question, judgement), flag(id), hear(track)}
  constructor(element, does) {
    this.element = element;
    this.does = does;
    this.heading = h('h1', {}, 'Verify');
    this.hint = h('p', { class: 'sc-hint' });
    this.pair = h('div', { class: 'sc-pair' });
    this.status = h('p', { class: 'sc-status', role: 'status', 'aria-live': 'polite' });
    const asking = h('div', { class: 'sc-asking' }, this.heading, this.hint);
    element.replaceChildren(this.tools(), asking, this.pair, this.rubric(), this.more(), this.bar());
  }

  tools() {
    this.kinds = h('select', { class: 'sc-kinds', 'aria-label': 'Kind of pair', hidden: true });
    this.kinds.addEventListener('change', () => {
      this.kinds.blur(); // keys go to the page again
      this.does.filter(this.kinds.value);
    });
    const link = ghost('link', 'Copy link', 'C', () => this.does.copyLink());
    return h('div', { class: 'sc-tool-row' }, this.kinds, link, ghost('keys', 'Keys', '?', showKeys));
  }

  rubric() {
    this.questions = h('div', { class: 'sc-questions' });
    const all = h('button', { type: 'button', class: 'sc-ghost sc-all-yes', onclick: () => this.does.answerAll() }, 'Yes to all', cap('Y'));
    return h('section', { class: 'sc-rubric', 'aria-label': 'Questions' }, this.questions, all);
  }

  more() {
    this.flags = h('div', { class: 'sc-flags', role: 'group', 'aria-label': 'Flags' });
    this.note = h('textarea', { class: 'sc-note', rows: 1, placeholder: 'Note', 'aria-label': 'Note', 'aria-keyshortcuts': 'N', maxlength: 2000 });
    this.note.addEventListener('input', () => this.does.write(this.note.value));
    this.note.addEventListener('keydown', (event) => {
      const isDone = event.key === 'Escape' || (event.key === 'Enter' && !event.shiftKey);
      if (!isDone || event.isComposing) return;
      event.preventDefault();
      this.note.blur();
    });
    return h('div', { class: 'sc-more' }, this.flags, h('div', { class: 'sc-note-row' }, this.note, cap('N')));
  }

  bar() {
    const buttons = Object.entries(DECISIONS).map(([name, [word, key, picture]]) =>
      h('button', { type: 'button', class: `sc-decision sc-${name}`, 'data-decision': name, onclick: () => this.does.decide(name) }, icon(picture), h('span', {}, word), cap(key)));
    this.decisions = h('div', { class: 'sc-decisions', role: 'group', 'aria-label': 'Decision' }, ...buttons);
    const foot = h('div', { class: 'sc-foot' }, ghost('undo', 'Undo', 'U', () => this.does.undo()), this.status);
    return h('div', { class: 'sc-verdict-bar' }, this.decisions, foot);
  }

  showCard(card) {
    this.element.dataset.pair = card.id;
    this.setEmpty(false);
    this.heading.textContent = card.heading;
    this.hint.textContent = card.hint;
    this.pair.replaceChildren(...sidesOf(card, (track) => this.does.hear(track)));
    this.pair.scrollTop = 0;
    this.questions.replaceChildren(...questionsOf(card, (question, judgement) => this.does.answer(question, judgement)));
    this.flags.replaceChildren(...card.flags.map(({ id, text, key }) =>
      h('button', { type: 'button', class: 'sc-flag', 'data-flag': id, 'aria-pressed': 'false', onclick: () => this.does.flag(id) }, text, cap(key.toUpperCase()))));
  }

  // While the server has the word nothing of the pair can be changed; what has the focus keeps it.
  setBusy(isBusy) {
    this.note.readOnly = isBusy;
    this.kinds.disabled = isBusy;
  }

  // Why there is no pair, and what to do next.
  showEmpty({ title, text, command, link, link_text, skipped = [] }) {
    this.element.dataset.pair = '';
    this.setEmpty(true);
    this.element.classList.toggle('sc-nothing', Boolean(command)); // nothing was ever there to undo
    this.heading.textContent = title;
    this.hint.textContent = text;
    const passed = skipped.length ? h('ul', { class: 'sc-skipped' }, ...skipped.map((one) => h('li', {}, h('a', { href: one.link }, one.text)))) : null;
    const next = [passed, command && h('code', {}, command), link && h('a', { href: link, class: 'sc-primary' }, link_text)];
    this.pair.replaceChildren(...next.filter(Boolean));
    this.questions.replaceChildren();
  }

  setEmpty(isEmpty) {
    this.element.classList.toggle('sc-is-empty', isEmpty);
    document.querySelector('#verify')?.classList.toggle('sc-is-empty', isEmpty);
  }

  showKinds(kinds, chosen) {
    if (kinds.length === this.kinds.length - 1) return; // built once: an open menu stays as it is
    const option = (kind, text) => h('option', { value: kind, selected: kind === chosen }, text);
    this.kinds.replaceChildren(option('', 'All kinds'), ...kinds.map(({ kind, title, total }) => option(kind, `${title} (${total})`)));
    this.kinds.hidden = kinds.length < 2;
  }

  // What was said so far, and the decision that it speaks for.
  paint({ answers, flags, note }, suggested) {
    if (this.note.value !== note) this.note.value = note;
    markAnswers(this.questions, answers);
    for (const button of this.flags.children) button.setAttribute('aria-pressed', String(flags.includes(button.dataset.flag)));
    for (const button of this.decisions.children) {
      const { decision } = button.dataset;
      button.classList.toggle('sc-suggested', decision === suggested);
      button.lastElementChild.dataset.key = decision === suggested ? 'Enter' : DECISIONS[decision][1];
    }
  }

  // The line that a screen reader hears; mood: '' (all is well), 'late', 'bad'. What the page shows
  // elsewhere, such as the pair that is open now, is only heard.
  say(text, mood = '', heard = '') {
    this.status.replaceChildren(text, heard ? h('span', { class: 'sc-unseen' }, ` ${heard}`) : '');
    this.status.dataset.mood = mood;
  }
}

function ghost(name, text, key, run) {
  return h('button', { type: 'button', class: 'sc-ghost', onclick: run }, icon(name), h('span', {}, text), cap(key));
}
