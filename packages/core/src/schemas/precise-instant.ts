import { z } from 'zod';
import { instant } from './time.ts';

/** Another year has more digits, or a sign, or is none to PostgreSQL. */
const storable = /^(?!0000)\d{4}-/;

/** The fraction of a second, to the microsecond: six digits. */
const fraction = (text: string): string => (/:\d\d\.(\d+)/.exec(text)?.[1] ?? '').slice(0, 6).padEnd(6, '0');

/**
 * An instant to the microsecond, kept as text in one form, so that later is greater: what clients tell of their own tasks comes
 * closer together than the millisecond that everything else is kept to.
 */
export const preciseInstant = z.string().transform((given, context): string => {
  const read = instant.safeParse(given);
  if (!read.success) {
    for (const { message } of read.error.issues) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  const text = read.data.toISOString();
  if (!storable.test(text)) {
    context.addIssue({ code: 'custom', message: 'must be within the years 1 to 9999' });
    return z.NEVER;
  }
  return `${text.slice(0, 19)}.${fraction(given)}Z`;
});

/** Microseconds since 1970. */
export const microsecondsOf = (precise: string): number =>
  Date.parse(`${precise.slice(0, 23)}Z`) * 1000 + Number(precise.slice(23, 26));

/** The same form, of microseconds since 1970. */
export const preciselyAt = (microseconds: number): string => {
  const ms = Math.floor(microseconds / 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(microseconds - ms * 1000).padStart(3, '0')}Z`;
};
