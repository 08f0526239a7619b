// Verdicts that the server has not yet confirmed, kept by the browser under their token.
import { post, Refused, untilAnswered } from './api.js';
import { kept } from './kept.js';

// What one person has not sent in one workspace is nothing to another: both are part of each name.
export class Unsaved {
  constructor({ name, workspace }) {
    this.verdicts = `unsaved:${workspace}:${name}:`;
    this.drafts = `draft:${workspace}:${name}:`;
  }

  // Sends a verdict until the server has it. It is on this machine's disk before it is sent, and its
  // token makes one verdict of any number of attempts.
  async save(verdict, told) {
    const name = this.verdicts + verdict.token;
    kept.set(name, verdict);
    try {
      const answer = await untilAnswered(() => post('/api/verdicts', verdict), told);
      kept.drop(name);
      return answer;
    } catch (error) {
      if (error instanceof Refused) kept.drop(name);
      throw error;
    }
  }

  // What an earlier page could not send.
  left() {
    return kept.names(this.verdicts).map((name) => kept.get(name, null)).filter(Boolean);
  }

  // What is half said of a pair: answers, note, flags and time. Each decision has a token of its own.
  draft(pair) {
    return kept.get(this.drafts + pair, null);
  }

  keepDraft(pair, said) {
    kept.set(this.drafts + pair, said);
  }

  dropDraft(pair) {
    kept.drop(this.drafts + pair);
  }
}
