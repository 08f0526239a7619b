// Light or dark before the first paint, on the pages without Gradio: as chosen, else as the system is.
(() => {
  let chosen = null;
  try {
    chosen = JSON.parse(localStorage.getItem('soundcheck:theme'));
  } catch {
    // a browser that keeps nothing follows the system
  }
  const wanted = new URLSearchParams(location.search).get('__theme') ?? chosen;
  const isDark = wanted ? wanted === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.body.classList.toggle('dark', isDark);
})();
