// Requests to our own routes: an answer, a refusal with a sentence, or no answer at all.

export class Refused extends Error {} // the server says why; asking again would not help

async function ask(address, options) {
  const answer = await fetch(address, { headers: { 'Content-Type': 'application/json' }, ...options });
  if (answer.ok) return answer.json();
  const { error } = await answer.json().catch(() => ({}));
  if (answer.status < 500) throw new Refused(error ?? `The server refused (${answer.status}).`);
  throw new Error(error ?? `The server failed (${answer.status}).`);
}

// What the server refuses is told to the person, and null comes back; anything else is our mistake.
export async function toldIfRefused(work, say) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message, 'bad');
    return null;
  }
}

export const get = (address) => ask(address);
export const post = (address, body) => ask(address, { method: 'POST', body: JSON.stringify(body) });

// Tries until there is an answer or a refusal; told(attempt) is called before each wait.
export async function untilAnswered(request, told) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      if (error instanceof Refused) throw error;
      told(attempt);
      await new Promise((go) => setTimeout(go, Math.min(5000, 400 * 2 ** attempt)));
    }
  }
}
