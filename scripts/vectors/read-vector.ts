import type { Schedule } from '../../packages/core/src/index.ts';
import { zoneOf } from '../../packages/core/src/schedule/zone.ts';

export type Vector = {
  /** As the line has it. */
  given: unknown;
  schedule: Schedule;
  start: number;
  /** Inclusive; null for none. */
  end: number | null;
  most: number;
  starts: number[];
};

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const dateText =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Milliseconds, what is finer cut off, and whether anything was; without an offset in the text as if it were UTC. */
const instant = (name: string, value: unknown): { at: number; isCut: boolean; hasOffset: boolean } => {
  const [match, day, time = '00:00', fraction = '', offset] = dateText.exec(String(value)) ?? [];
  const at = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  if (match === undefined || Number.isNaN(at)) throw new Error(`${name} ${show(value)} is no instant`);
  const digits = fraction.padEnd(9, '0');
  return {
    at: at + Number(digits.slice(0, 3)),
    isCut: Number(digits.slice(3)) > 0,
    hasOffset: offset !== undefined,
  };
};

/** A start is inclusive: one that lies between two milliseconds begins with the later one. */
const startAt = (value: unknown): number => {
  const { at, isCut } = instant('start', value);
  return isCut ? at + 1 : at;
};

/** An anchor without an offset is meant by the clock of the schedule's zone. */
const anchorAt = (value: unknown, timezone: string | null): Date => {
  const { at, hasOffset } = instant('anchor_date', value);
  return new Date(hasOffset ? at : zoneOf(timezone).toInstant(at));
};

const textOrNull = (name: string, value: unknown): string | null => {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new Error(`${name} ${show(value)} is no text`);
  return value;
};

/** A schedule in Prefect's spelling. */
const scheduleOf = (given: unknown): Schedule => {
  if (!isMembers(given)) throw new Error(`schedule ${show(given)} is no object`);
  const { cron, day_or: dayOr = true, interval, anchor_date: anchor, rrule } = given;
  const timezone = textOrNull('timezone', given.timezone);
  if (typeof cron === 'string' && typeof dayOr === 'boolean') return { kind: 'cron', cron, timezone, dayOr };
  if (typeof rrule === 'string') return { kind: 'rrule', rrule, timezone };
  if (typeof interval !== 'number')
    throw new Error(`schedule ${show(given)} has neither cron, interval nor rrule`);
  const anchorDate = anchor === undefined || anchor === null ? null : anchorAt(anchor, timezone);
  return { kind: 'interval', interval, anchorDate, timezone };
};

/** Reads one line of a file of vectors. Throws with words that say what is wrong with it. */
export const readVector = (line: string): Vector => {
  const given: unknown = JSON.parse(line);
  if (!isMembers(given)) throw new Error(`${show(given)} is no object`);
  const { schedule, start, end, n, dates } = given;
  if (!Array.isArray(dates)) throw new Error(`dates ${show(dates)} is no list`);
  if (typeof n !== 'number') throw new Error(`n ${show(n)} is no number`);
  return {
    given: schedule,
    schedule: scheduleOf(schedule),
    start: startAt(start),
    end: end === undefined || end === null ? null : instant('end', end).at,
    most: n,
    starts: dates.map((date) => instant('date', date).at),
  };
};
