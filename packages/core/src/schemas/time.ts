import { z } from 'zod';

const fromText = z.iso
  .datetime({ offset: true, local: true, error: 'must be an ISO 8601 instant such as 2026-03-08T09:00:00Z' })
  .transform((value, context) => {
    const date = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}Z`);
    if (Number.isNaN(date.getTime())) {
      context.addIssue({ code: 'custom', message: 'is not an instant that exists' });
      return z.NEVER;
    }
    return date;
  });

/**
 * An instant: a Date in memory, ISO 8601 text on the wire (JSON.stringify writes it, this schema reads it back).
 * Text without an offset means UTC; what is finer than a millisecond is cut off.
 */
export const instant = z.union([z.date(), fromText], {
  // What is wrong with it as text: a Date is only ever made by a program.
  error: (issue) => (issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0]?.message : undefined),
});

/** Seconds; fractions allowed. */
export const seconds = z.number().nonnegative();
