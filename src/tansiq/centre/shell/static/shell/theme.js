/** Dark or light before the first paint: the reader's choice, else the system's. */
(() => {
  const kept = localStorage.getItem('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = (theme) => { document.documentElement.dataset.theme = theme; };
  apply(kept ?? (system.matches ? 'dark' : 'light'));
  system.addEventListener('change', () => {
    if (localStorage.getItem('theme') === null) change(system.matches ? 'dark' : 'light');
  });
  function change(theme) {
    apply(theme);
    document.dispatchEvent(new CustomEvent('themechange', { detail: theme }));
  }
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    button.hidden = false;
    button.addEventListener('click', () => {
      const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      localStorage.setItem('theme', theme);
      change(theme);
    });
  });
})();
