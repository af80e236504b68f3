import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const name = 'carillon-theme';
const listeners = new Set<() => void>();
const dark = matchMedia('(prefers-color-scheme: dark)');

const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(name)) ?? 'system';

/** As public/theme.js does it before the first paint. */
const apply = (): void => {
  const theme = chosen();
  document.documentElement.dataset.theme =
    theme === 'dark' || (theme === 'system' && dark.matches) ? 'dark' : 'light';
  for (const listener of listeners) listener();
};
dark.addEventListener('change', apply);

export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(name, theme);
  apply();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen);
