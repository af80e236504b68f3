import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { places } from './places.ts';

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const secondKeyMs = 1500;

/** Ctrl K or ? opens the palette, / goes to the search of the page, g and a letter goes to a page. */
export const useShortcuts = (openPalette: () => void): void => {
  const navigate = useNavigate();
  useEffect(() => {
    let goingUntil = 0;
    const press = (event: KeyboardEvent): void => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && key === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      // A window over the page has keys of its own.
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (event.timeStamp < goingUntil) {
        goingUntil = 0;
        const place = places.find((one) => one.key === key);
        if (place !== undefined) void navigate({ to: place.to });
      } else if (key === 'g') {
        goingUntil = event.timeStamp + secondKeyMs;
      } else if (key === '/') {
        const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (search === null) return;
        event.preventDefault();
        search.focus();
      } else if (key === '?') {
        openPalette();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, openPalette]);
};
