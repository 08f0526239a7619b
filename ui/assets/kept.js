// What the browser keeps between visits. One that keeps nothing, or no more, is no reason to fail:
// what was to be kept then lasts as long as the page.
const PREFIX = 'soundcheck:';
const here = new Map(); // what the browser refused

function trying(act, otherwise) {
  try {
    return act();
  } catch {
    return otherwise; // private windows may refuse even to be asked
  }
}

export const kept = {
  get(name, otherwise) {
    if (here.has(name)) return here.get(name);
    return trying(() => JSON.parse(localStorage.getItem(PREFIX + name)), null) ?? otherwise;
  },
  set(name, value) {
    const isKept = trying(() => { localStorage.setItem(PREFIX + name, JSON.stringify(value)); return true; }, false);
    if (isKept) here.delete(name);
    else here.set(name, value);
  },
  drop(name) {
    here.delete(name);
    trying(() => localStorage.removeItem(PREFIX + name));
  },
  // The names that begin so.
  names(begin) {
    const stored = trying(() => Object.keys(localStorage), []).filter((name) => name.startsWith(PREFIX));
    const all = new Set([...stored.map((name) => name.slice(PREFIX.length)), ...here.keys()]);
    return [...all].filter((name) => name.startsWith(begin));
  },
};
