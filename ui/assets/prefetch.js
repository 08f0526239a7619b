// The next clips, fetched while the present one plays; the newest eight are kept.

const KEPT = 8;
const kept = new Map(); // address -> {blob address once there}

export function prefetch(address) {
  if (!address || kept.has(address)) return;
  const entry = { local: '' };
  kept.set(address, entry);
  fetch(address, { priority: 'low' })
    .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(answer.status))))
    .then((blob) => {
      if (kept.get(address) === entry) entry.local = URL.createObjectURL(blob);
    })
    .catch(() => kept.delete(address));
  while (kept.size > KEPT) {
    const [oldest, { local }] = kept.entries().next().value;
    kept.delete(oldest);
    if (local) URL.revokeObjectURL(local);
  }
}

// Where to play an address from: memory if it was fetched before.
export function local(address) {
  const entry = kept.get(address);
  if (!entry?.local) return address;
  kept.delete(address);
  kept.set(address, entry); // used last, dropped last
  return entry.local;
}
