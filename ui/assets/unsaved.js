// Verdicts that the server has not yet confirmed, kept by the browser under their token.
import { post, Refused, untilAnswered } from './api.js';
import { preference } from './dom.js';

const PREFIX = 'unsaved:';
const drop = (name) => localStorage.removeItem(`soundcheck:${name}`);

// Sends a verdict until the server has it. It is on this machine's disk before it is sent, and its
// token makes one verdict of any number of attempts.
export async function save(verdict, told) {
  preference.set(PREFIX + verdict.token, verdict);
  try {
    const answer = await untilAnswered(() => post('/api/verdicts', verdict), told);
    drop(PREFIX + verdict.token);
    return answer;
  } catch (error) {
    if (error instanceof Refused) drop(PREFIX + verdict.token);
    throw error;
  }
}

// What an earlier page could not send.
export function left() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(`soundcheck:${PREFIX}`));
  return names.map((name) => preference.get(name.slice('soundcheck:'.length), null)).filter(Boolean);
}

// What is half said of a pair: answers, note, flags, and the token that its verdict will carry.
export const draft = {
  of: (pair) => preference.get(`draft:${pair}`, null),
  keep: (pair, said) => preference.set(`draft:${pair}`, said),
  drop: (pair) => drop(`draft:${pair}`),
};
