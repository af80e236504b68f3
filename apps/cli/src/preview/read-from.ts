import { previewStarts } from '@carillon/core';
import { UsageError } from '../usage-error.ts';

const wallForm = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?$/;

/**
 * The instant of `--from`: one with `Z` or an offset, or a date or time that a clock in the zone shows. What such a clock means
 * where it skips or repeats, the engine says.
 */
export const readFrom = (text: string, timezone: string | null): number => {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = wallForm.exec(text) ?? [];
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const read = new Date(year === undefined ? text : `${wall}Z`);
  // Read as a date, 30 February is a day in March.
  const isTime = !Number.isNaN(read.getTime()) && (year === undefined || read.toISOString().startsWith(wall));
  if (!isTime || (year === undefined && !/(Z|[+-]\d\d:?\d\d)$/.test(text))) {
    throw new UsageError(
      `--from must be a date or time such as 2026-03-06 or 2026-03-06T08:00Z, not "${text}"`,
    );
  }
  if (year === undefined) return Date.parse(text);
  const rrule = `DTSTART:${wall.replaceAll(/[-:]/g, '')}\nRRULE:FREQ=DAILY;COUNT=1`;
  const [start] = previewStarts({ kind: 'rrule', rrule, timezone }, { from: 0, count: 1 });
  return start === undefined ? Date.parse(`${wall}Z`) : start.at.getTime();
};
