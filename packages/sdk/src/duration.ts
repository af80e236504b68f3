import { refusal } from './refuse.ts';

/** A length of time: a number of seconds, or a number with its unit, such as `'250ms'`, `'30s'`, `'15m'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a duration, fractions allowed. Throws INPUT_INVALID for what is not one, at the line that called `entry`. */
export const durationSeconds = (duration: Duration, entry?: (...args: never) => unknown): number => {
  if (typeof duration === 'number' && duration >= 0 && Number.isFinite(duration)) return duration;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const scale = unitSeconds[unit ?? ''];
  if (amount !== undefined && scale !== undefined) {
    return unit === 'ms' ? Number(amount) / 1000 : Number(amount) * scale;
  }
  const message = `"${duration}" is not a duration: give a number of seconds, or a text such as 250ms, 30s, 15m, 2h or 1d`;
  throw refusal([{ path: [], message }], entry ?? durationSeconds);
};
