import type { ScheduleDefinition } from './definition.ts';

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** `15m`, `1d`, `90s`, `250ms`: the largest unit that says it in whole numbers. */
const distance = (seconds: number): string => {
  const found = units.find(([, size]) => seconds % size === 0);
  if (found !== undefined) return `${seconds / found[1]}${found[0]}`;
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
};

const rule = (schedule: ScheduleDefinition): string => {
  switch (schedule.kind) {
    case 'cron':
      return `cron ${schedule.cron.trim()}${schedule.dayOr ? '' : ' (both days)'}`;
    case 'interval':
      return `every ${distance(schedule.interval)}`;
    case 'rrule':
      return `rrule ${schedule.rrule.trim().replaceAll(/\s+/g, ' ')}`;
  }
};

const shownMax = 120;

/** A schedule on one line: `cron 0 9 * * 1-5 (Europe/Berlin)`, `every 15m`. */
export const scheduleInWords = (schedule: ScheduleDefinition): string => {
  const words = rule(schedule);
  const short = words.length > shownMax ? `${words.slice(0, shownMax)}…` : words;
  return schedule.timezone === null ? short : `${short} (${schedule.timezone})`;
};

const contentOf = (schedule: ScheduleDefinition): string =>
  JSON.stringify(Object.entries(schedule).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whether two schedules say the same, member by member. */
export const sameSchedule = (a: ScheduleDefinition, b: ScheduleDefinition): boolean =>
  contentOf(a) === contentOf(b);
