// Runs before anything is painted, so that no light page flashes in a dark room.
{
  const chosen = localStorage.getItem('carillon-theme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
