// The keys of the Verify page; those of the player are its own.
import { bind } from './hotkeys.js';
import { DECISIONS } from './panel.js';

export function bindVerify(page) {
  const digits = Array.from({ length: 9 }, (_, place) => [String(place + 1), ['Answer a question', () => page.answerAt(place)]]);
  const decisions = Object.entries(DECISIONS).map(([name, [word, key]]) => [key.toLowerCase(), [word, () => page.decide(name)]]);
  bind('Verdict', {
    ...Object.fromEntries(digits),
    y: ['Yes to all questions', () => page.answerAll()],
    Enter: ['Save the highlighted decision', () => page.decideAsSuggested()],
    ...Object.fromEntries(decisions),
    u: ['Undo the last verdict', () => page.undo()],
    Backspace: ['Undo the last verdict', () => page.undo()],
    n: ['Write a note', () => page.panel.note.focus()],
    e: ['Flag: event labels are wrong', () => page.flagAt('e')],
    b: ['Flag: bad sound', () => page.flagAt('b')],
    v: ['Flag: bad picture', () => page.flagAt('v')],
  });
  bind('Page', {
    p: ['Play the next clip by itself, or not', () => page.toggleAutoplay()],
    c: ['Copy a link to this moment', () => page.copyLink()],
  });
}
