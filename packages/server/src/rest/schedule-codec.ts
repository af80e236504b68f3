import { isTimezone, zoneOf } from '@carillon/core';
import type { Codec } from './codec.ts';
import { readDuration } from './duration.ts';
import { readBoolean, readInstant } from './lax.ts';
import { withStart } from './rrule-start.ts';

const members = {
  cron: ['cron', 'timezone', 'day_or'],
  interval: ['interval', 'anchor_date', 'timezone'],
  rrule: ['rrule', 'timezone'],
} as const;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isZoned = (text: string): boolean => /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');

/** A time without an offset is one of the zone's wall clock. */
const anchorIn = (anchor: unknown, timezone: unknown): unknown => {
  const read = readInstant(anchor);
  if (typeof read !== 'string' || isZoned(read)) return read;
  const wall = Date.parse(`${read}Z`);
  const zone = typeof timezone === 'string' ? timezone : 'UTC';
  return Number.isNaN(wall) || !isTimezone(zone) ? read : new Date(zoneOf(zone).toInstant(wall));
};

/** Prefect tells the three kinds apart by their members; the zone of an interval or an rrule is UTC unless it is named. */
export const scheduleCodec: Codec = {
  read: (value, path, { faults, now }) => {
    if (!isObject(value)) return value;
    const kinds = (['cron', 'interval', 'rrule'] as const).filter((kind) => kind in value);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      faults.push({ path, message: 'must have exactly one of cron, interval, rrule' });
      return value;
    }
    const known: readonly string[] = members[kind];
    for (const key of Object.keys(value))
      if (!known.includes(key))
        faults.push({ path: [...path, key], message: `is no member of a schedule with ${kind}` });
    const timezone = value.timezone === '' ? 'UTC' : value.timezone;
    const zone = timezone === undefined ? {} : { timezone };
    switch (kind) {
      case 'cron':
        return {
          kind,
          cron: value.cron,
          ...zone,
          ...('day_or' in value && { dayOr: readBoolean(value.day_or) }),
        };
      case 'interval':
        if (value.anchor_date === null)
          faults.push({ path: [...path, 'anchor_date'], message: 'must be an instant' });
        return {
          kind,
          interval: readDuration(value.interval),
          anchorDate: 'anchor_date' in value ? anchorIn(value.anchor_date, timezone) : now,
          timezone: timezone ?? 'UTC',
        };
      case 'rrule':
        return {
          kind,
          rrule: withStart(value.rrule, { timezone: timezone ?? 'UTC', now }),
          timezone: timezone ?? 'UTC',
        };
    }
  },
  write: (value) => {
    if (!isObject(value)) return value;
    const { kind, timezone } = value;
    if (kind === 'cron') return { cron: value.cron, timezone, day_or: value.dayOr };
    if (kind === 'rrule') return { rrule: value.rrule, timezone: timezone ?? 'UTC' };
    const anchor = value.anchorDate;
    return {
      interval: value.interval,
      anchor_date: anchor instanceof Date ? anchor.toISOString() : anchor,
      timezone: timezone ?? 'UTC',
    };
  },
  fits: isObject,
};
