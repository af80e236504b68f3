import { quoted } from './issue.ts';
import { zoneLinks } from './zone-links.ts';

const known: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), ...zoneLinks, 'UTC']);

/** True for an IANA name in its own spelling, links and fixed offsets included. */
export const isTimezone = (name: string): boolean => known.has(name);

const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
};

/** The name that was likely meant, or null. */
const nearest = (name: string): string | null => {
  if (name.length > 40) return null;
  const stepsMax = Math.min(3, Math.floor(name.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > stepsMax) continue;
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps <= stepsMax && (best === null || steps < best.distance))
      best = { name: candidate, distance: steps };
  }
  return best?.name ?? null;
};

export const timezoneFault = (name: string): string => {
  const meant = nearest(name);
  const hint = meant === null ? '; IANA names such as Europe/Berlin are known' : `; did you mean ${meant}?`;
  return `timezone ${quoted(name, 64)} is unknown${hint}`;
};
