import { describe, expect, test } from 'vitest';
import { between } from './occurrences.ts';
import { cron, every, rrule } from './sample-schedules.ts';

const zones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'Africa/Juba',
  'Africa/Sao_Tome',
  'Africa/Windhoek',
  'America/Anchorage',
  'America/Asuncion',
  'America/Bogota',
  'America/Caracas',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Havana',
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/Miquelon',
  'America/New_York',
  'America/Nuuk',
  'America/Phoenix',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Casey',
  'Antarctica/Troll',
  'Asia/Amman',
  'Asia/Baghdad',
  'Asia/Beirut',
  'Asia/Dhaka',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Karachi',
  'Asia/Kathmandu',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Asia/Yerevan',
  'Atlantic/Azores',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/Istanbul',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Moscow',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Fiji',
];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What a clock in the zone shows, as the platform writes it: nothing of the engine is in it. */
const clockOf = (zone: string): ((instant: number) => number) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (instant) => {
    // 08/03/2026, 03:30
    const text = format.format(instant);
    const at = (from: number, to: number): number => Number(text.slice(from, to));
    return Date.UTC(at(6, 10), at(3, 5) - 1, at(0, 2), at(12, 14), at(15, 17));
  };
};

/** The first instant of each change of the clock from 2000 to 2037, and by how much it changes. */
const changesOf = (clock: (instant: number) => number): { at: number; by: number }[] => {
  const changes: { at: number; by: number }[] = [];
  const offset = (instant: number): number => clock(instant) - instant;
  const step = 2 * day;
  for (let from = Date.UTC(2000, 0, 1); from < Date.UTC(2038, 0, 1); from += step) {
    let [low, high] = [from, from + step];
    const by = offset(high) - offset(low);
    if (by === 0) continue;
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    changes.push({ at: high, by });
  }
  return changes;
};

/** Looks at every minute: a start is where the clock first shows a named time, or as far after a gap as the time lies in it. */
const bruteForce = (
  clock: (instant: number) => number,
  { from, until }: { from: number; until: number },
): ((isNamed: (wall: number) => boolean) => number[]) => {
  const firstShown = new Map<number, number>();
  const skipped = new Map<number, number>();
  let previous = clock(from - minute);
  for (let instant = from; instant <= until; instant += minute) {
    const wall = clock(instant);
    for (let missing = previous + minute; missing < wall; missing += minute)
      skipped.set(missing, instant + missing - previous - minute);
    if (!firstShown.has(wall)) firstShown.set(wall, instant);
    previous = wall;
  }
  return (isNamed) => {
    const starts = [...firstShown, ...skipped]
      .filter(([wall]) => isNamed(wall))
      .map(([, instant]) => instant);
    return [...new Set(starts)].filter((start) => start <= until).sort((a, b) => a - b);
  };
};

const from1999 = 'DTSTART:19990101T000000';

const every15 = (wall: number): boolean => wall % (15 * minute) === 0;
const everyHour = (wall: number): boolean => wall % hour === 0;
const at = (time: number) => (wall: number) => wall % day === time;

describe('an independent look at every minute around each change of the clock finds the same starts', () => {
  test.for(zones)('%s', { timeout: 60_000 }, (zone) => {
    const clock = clockOf(zone);
    for (const change of changesOf(clock)) {
      const window = { from: change.at - 3 * hour, until: change.at + Math.abs(change.by) + 3 * hour };
      const starts = bruteForce(clock, window);
      const found = (schedule: Parameters<typeof between>[0]): number[] =>
        between(schedule, window.from, window.until);
      expect(found(cron('* * * * *', zone))).toEqual(starts(() => true));
      expect(found(cron('*/15 * * * *', zone))).toEqual(starts(every15));
      expect(found(rrule(`${from1999} RRULE:FREQ=HOURLY`, zone))).toEqual(starts(everyHour));
      expect(found(rrule(`${from1999} RRULE:FREQ=MINUTELY;INTERVAL=15`, zone))).toEqual(starts(every15));
      // A quarter of an hour into what is skipped or repeated.
      const time = (((clock(change.at - minute) + Math.min(change.by, 0) + 16 * minute) % day) + day) % day;
      const [hours, minutes] = [Math.floor(time / hour), (time % hour) / minute];
      const daily = starts(at(time));
      expect(daily.length).toBeGreaterThan(0);
      expect(found(cron(`${minutes} ${hours} * * *`, zone))).toEqual(daily);
      expect(found(rrule(`${from1999} RRULE:FREQ=DAILY;BYHOUR=${hours};BYMINUTE=${minutes}`, zone))).toEqual(
        daily,
      );
      const anchor = new Date(
        between(cron(`${minutes} ${hours} * * *`, zone), change.at - 9 * day, change.at)[0] ?? 0,
      );
      expect(found(every(86_400, anchor.toISOString(), zone))).toEqual(daily);
    }
  });
});
