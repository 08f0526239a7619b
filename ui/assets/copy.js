// Text into the clipboard; false where the browser has none, as on pages without encryption.
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
