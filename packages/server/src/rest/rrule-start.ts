import { isTimezone, zoneOf } from '@carillon/core';

const secondMs = 1000;
const unitMs = { SECONDLY: secondMs, MINUTELY: 60 * secondMs } as const;
/** Where rules without a start of their own count from: 2020-01-01T00:00 on the zone's wall clock. */
const originWall = Date.UTC(2020, 0, 1);

const digits = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replace(/[-:]/g, '');

/** A rule alone that counts seconds or minutes without end: its step, or null for any other text. */
const denseStep = (text: string): number | null => {
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  if (/[\s:]/.test(rule) || /(?:^|;)COUNT=/.test(rule)) return null;
  const [, unit] = /(?:^|;)FREQ=(SECONDLY|MINUTELY)(?:;|$)/.exec(rule) ?? [];
  const interval = Number(/(?:^|;)INTERVAL=(\d{1,9})(?:;|$)/.exec(rule)?.[1] ?? 1);
  return unit === undefined || interval === 0 ? null : unitMs[unit as keyof typeof unitMs] * interval;
};

/**
 * A rule with its start written before it, as Prefect stores and shows it: the beginning of 2020, or for a dense rule the latest
 * of its own steps from there.
 */
export const withStart = (rrule: unknown, { timezone, now }: { timezone: unknown; now: Date }): unknown => {
  if (typeof rrule !== 'string' || rrule.trim() === '' || /DTSTART/i.test(rrule)) return rrule;
  if (typeof timezone !== 'string' || !isTimezone(timezone)) return rrule;
  const step = denseStep(rrule);
  const wall = zoneOf(timezone).toWall(now.getTime());
  const start = step === null ? originWall : originWall + Math.floor((wall - originWall) / step) * step;
  return `DTSTART:${digits(start)}\n${rrule}`;
};
