import fc from 'fast-check';
import type { ScheduleDefinition } from './definition.ts';
import { scheduleFault } from './fault.ts';
import { cron, rrule } from './sample-schedules.ts';

/** The same cases at every run. */
export const seeded = { seed: 20_261_123, numRuns: 300 };

const within = (min: number, max: number) => fc.integer({ min, max });
/** In order, since rrule takes the hours of a day in the order in which they stand. */
const listOf = (value: fc.Arbitrary<number | string>, most = 3) =>
  fc
    .uniqueArray(value, { minLength: 1, maxLength: most })
    .map((list) =>
      list.sort((x, y) => (typeof x === 'number' && typeof y === 'number' ? x - y : 0)).join(','),
    );

/** One field of a cron expression that every reader of cron understands alike. */
const plainField = (min: number, max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant('*'),
    listOf(within(min, max)),
    fc
      .uniqueArray(within(min, max), { minLength: 2, maxLength: 2 })
      .map((ends) => ends.sort((a, b) => a - b).join('-')),
  );
const field = (min: number, max: number): fc.Arbitrary<string> =>
  fc.oneof(
    plainField(min, max),
    within(2, Math.ceil(max / 2)).map((step) => `*/${step}`),
  );

/** Without what differs: days that a month may lack (croniter passes over days after them), lists of every weekday. */
export const cronText: fc.Arbitrary<string> = fc
  .tuple(field(0, 59), field(0, 23), plainField(1, 28), field(1, 12), field(0, 5))
  .map((fields) => fields.join(' '));

const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const nthWeekday = fc.tuple(fc.constantFrom(1, 2, 3, -1, -2), weekday).map((pair) => pair.join(''));
const part = (name: string, value: fc.Arbitrary<number | string>, often = 4) =>
  fc.option(
    value.map((text) => `;${name}=${text}`),
    { nil: '', freq: often },
  );

const seldom = 2;
const signed = (max: number) => fc.oneof(within(1, max), within(-max, -1));

const interval = part('INTERVAL', within(1, 12));
const months = part('BYMONTH', listOf(within(1, 12), 5), seldom);
const weekdays = part('BYDAY', listOf(weekday, 5), seldom);
const hours = part('BYHOUR', listOf(within(0, 23)), seldom);
const minutes = part('BYMINUTE', listOf(within(0, 59)), seldom);
const seconds = part('BYSECOND', listOf(within(0, 59)), seldom);
const weekStart = part('WKST', weekday, seldom);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''));

export const dailyRule = joined(
  fc.constant('FREQ=DAILY'),
  interval,
  months,
  weekdays,
  hours,
  minutes,
  seconds,
);
export const weeklyRule = joined(
  fc.constant('FREQ=WEEKLY'),
  interval,
  months,
  weekdays,
  hours,
  minutes,
  weekStart,
);
export const monthlyRule = joined(
  fc.constant('FREQ=MONTHLY'),
  interval,
  months,
  fc.oneof(part('BYMONTHDAY', listOf(signed(28))), part('BYDAY', listOf(nthWeekday)), weekdays),
  hours,
  part('BYSETPOS', listOf(signed(3), 2), seldom),
);
export const yearlyRule = joined(
  fc.constant('FREQ=YEARLY'),
  part('INTERVAL', within(1, 4)),
  months,
  fc.oneof(
    part('BYYEARDAY', listOf(signed(365))),
    part('BYMONTHDAY', listOf(signed(28))),
    part('BYDAY', listOf(nthWeekday)),
  ),
  hours,
  part('BYSETPOS', listOf(signed(3), 2), seldom),
);
export const steppedRule = joined(
  fc.constantFrom('FREQ=HOURLY', 'FREQ=MINUTELY', 'FREQ=SECONDLY'),
  part('INTERVAL', within(1, 100)),
  months,
  weekdays,
  hours,
  minutes,
);

/** Digits of a DTSTART. */
export const ruleStart = fc
  .tuple(within(2000, 2030), within(1, 12), within(1, 28), within(0, 23), within(0, 59))
  .map(([year, ...rest]) => {
    const [month, day, hour, minute] = rest.map((value) => String(value).padStart(2, '0'));
    return `${year}${month}${day}T${hour}${minute}00`;
  });

const zone = fc.constantFrom(
  null,
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/St_Johns',
);

const ruleSet = fc
  .tuple(
    ruleStart,
    fc.array(fc.oneof(dailyRule, weeklyRule, monthlyRule, yearlyRule, steppedRule), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.option(fc.oneof(dailyRule, weeklyRule, steppedRule), { nil: null, freq: 2 }),
    fc.option(within(1, 60), { nil: null, freq: 2 }),
    fc.option(ruleStart, { nil: null, freq: 2 }),
  )
  .map(([from, rules, exclusion, count, date]) =>
    [
      `DTSTART:${from}`,
      ...rules.map((rule, index) => `RRULE:${rule}${count !== null && index === 0 ? `;COUNT=${count}` : ''}`),
      ...(exclusion === null ? [] : [`EXRULE:${exclusion}`]),
      ...(date === null ? [] : [`RDATE:${date}`]),
    ].join('\n'),
  );

const intervalSeconds = fc.oneof(
  within(1, 5_000_000).map((ms) => ms / 1000),
  within(1, 40).map((days) => days * 86_400),
  within(1, 200).map((quarters) => quarters * 900),
);

/** Any schedule that can be planned, in zones whose clocks change. */
export const anySchedule: fc.Arbitrary<ScheduleDefinition> = fc
  .oneof(
    fc.tuple(cronText, zone, fc.boolean()).map(([text, timezone, dayOr]) => cron(text, timezone, dayOr)),
    fc.tuple(intervalSeconds, within(0, 2_000_000_000), zone).map(([interval, anchor, timezone]) => ({
      kind: 'interval' as const,
      interval,
      anchorDate: new Date(anchor * 1000),
      timezone,
    })),
    fc.tuple(ruleSet, zone).map(([text, timezone]) => rrule(text, timezone)),
  )
  .filter((schedule) => scheduleFault(schedule) === null);

/** From 2000 to 2037, at any millisecond. */
export const anyInstant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) });
