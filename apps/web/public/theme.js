// Runs before the first paint, so that a dark page never flashes white. A file, because the content
// security policy allows no inline script. The same rule lives in src/lib/theme.ts.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('inkling-theme');
  } catch {
    // Storage may be closed to us; then the system decides.
  }
  var dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.add(dark ? 'dark' : 'light');
})();
