// The look of this device before the first paint; src/theme/look.ts does the same afterwards.
(() => {
  const root = document.documentElement;
  let look = {};
  try {
    look = JSON.parse(localStorage.getItem('posthorn/look') ?? '{}') ?? {};
  } catch {
    // No storage, or none of ours: the defaults.
  }
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = look.theme === 'dark' || (look.theme !== 'light' && isDark) ? 'dark' : 'light';
  root.dataset.density = look.density === 'compact' ? 'compact' : 'comfortable';
  root.dataset.text = String(look.textSize ?? 'medium');
  if (look.direction === 'rtl') root.dir = 'rtl';
})();
