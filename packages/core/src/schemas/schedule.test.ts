import { describe, expect, test } from 'vitest';
import { schedule } from './schedule.ts';

const faults = (input: unknown): [string, string][] =>
  (schedule.safeParse(input).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

test('what is left out gets its default', () => {
  expect(schedule.parse({ kind: 'cron', cron: '0 9 * * *' })).toEqual({
    kind: 'cron',
    cron: '0 9 * * *',
    timezone: null,
    dayOr: true,
  });
  expect(schedule.parse({ kind: 'interval', interval: 0.5 })).toEqual({
    kind: 'interval',
    interval: 0.5,
    anchorDate: null,
    timezone: null,
  });
  expect(schedule.parse({ kind: 'rrule', rrule: 'FREQ=DAILY' })).toEqual({
    kind: 'rrule',
    rrule: 'FREQ=DAILY',
    timezone: null,
  });
});

test('an anchor is a Date in memory and ISO text on the wire', () => {
  const anchorDate = new Date('2026-01-01T09:00:00.250Z');
  const input = { kind: 'interval', interval: 60, anchorDate: '2026-01-01T04:00:00.250-05:00' };
  expect(schedule.parse(input)).toMatchObject({ anchorDate });
  expect(schedule.parse(JSON.parse(JSON.stringify(schedule.parse(input))))).toMatchObject({ anchorDate });
});

describe('a fault is told at its member, with its place', () => {
  test.for([
    [{ kind: 'cron', cron: '0 25 * * *' }, 'cron', 'cron "0 25 * * *": hour 25 is outside 0-23 (field 2)'],
    [
      { kind: 'cron', cron: '0 0 * * *\u0000' },
      'cron',
      'cron "0 0 * * *\\u0000": "*\\u0000" is no weekday (field 5)',
    ],
    [{ kind: 'cron', cron: '* * * * 8' }, 'cron', 'cron "* * * * 8": weekday 8 is outside 0-7 (field 5)'],
    [{ kind: 'cron', cron: '0 0 30 2 *' }, 'cron', 'cron "0 0 30 2 *": never fires'],
    [
      { kind: 'cron', cron: '* * * * *', timezone: 'Europe/Berln' },
      'timezone',
      'timezone "Europe/Berln" is unknown; did you mean Europe/Berlin?',
    ],
    [
      { kind: 'cron', cron: '* * * * *', timezone: 'utc' },
      'timezone',
      'timezone "utc" is unknown; did you mean UTC?',
    ],
    [
      { kind: 'cron', cron: '* * * * *', timezone: '' },
      'timezone',
      'timezone "" is unknown; IANA names such as Europe/Berlin are known',
    ],
    [{ kind: 'interval', interval: 0 }, 'interval', 'interval 0 is not positive'],
    [{ kind: 'interval', interval: -5 }, 'interval', 'interval -5 is not positive'],
    [{ kind: 'interval', interval: 0.0005 }, 'interval', 'interval 0.0005 is finer than a millisecond'],
    [
      { kind: 'interval', interval: 86_400_000_000_000 },
      'interval',
      'interval 86400000000000 is longer than 999,999,999 days',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' },
      'rrule',
      'rrule "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": never fires',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=DAILY;BYHOUR=25' },
      'rrule',
      'rrule "FREQ=DAILY;BYHOUR=25": BYHOUR: 25 is outside 0 to 23',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=MONTHLY;BYDAY=0FR' },
      'rrule',
      'rrule "FREQ=MONTHLY;BYDAY=0FR": BYDAY: 0FR is no weekday such as MO or -1FR',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=DAILY;BYSETPOS=0' },
      'rrule',
      'rrule "FREQ=DAILY;BYSETPOS=0": BYSETPOS: 0 is outside ±1-366',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=DAILY;' },
      'rrule',
      'rrule "FREQ=DAILY;": an empty part between semicolons',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=DAILY;BYFOO=1' },
      'rrule',
      'rrule "FREQ=DAILY;BYFOO=1": BYFOO is no part of a rule',
    ],
    [{ kind: 'rrule', rrule: 'INTERVAL=2' }, 'rrule', 'rrule "INTERVAL=2": FREQ is missing'],
    [
      { kind: 'rrule', rrule: 'DTSTART:20240101' },
      'rrule',
      'rrule "DTSTART:20240101": has neither RRULE nor RDATE',
    ],
    [
      { kind: 'rrule', rrule: 'XRULE:FREQ=DAILY' },
      'rrule',
      'rrule "XRULE:FREQ=DAILY": "XRULE" is none of DTSTART, RRULE, RDATE, EXRULE, EXDATE',
    ],
    [
      { kind: 'rrule', rrule: 'RRULE;X=1:FREQ=DAILY' },
      'rrule',
      'rrule "RRULE;X=1:FREQ=DAILY": RRULE takes no "X=1"',
    ],
    [
      { kind: 'rrule', rrule: 'FREQ=DAILY;UNTIL=20240230' },
      'rrule',
      'rrule "FREQ=DAILY;UNTIL=20240230": UNTIL "20240230" is no date',
    ],
  ] as const)('%$', ([input, path, message]) => {
    expect(faults(input)).toEqual([[path, message]]);
  });

  test('each cron fault that the grammar knows names its field', () => {
    const faulty = [
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * * 13 *',
      '* * * * 9',
      '* * * * * 60',
      '* * * * * 0 2100',
    ];
    expect(
      faulty.map((text) => faults({ kind: 'cron', cron: text })[0]?.[1].match(/\(field \d\)$/)?.[0]),
    ).toEqual(faulty.map((_, index) => `(field ${index + 1})`));
  });

  test.for(['1,', '1.5', '+5', '-5', '*/1.5', '1-2-3', '1/2/3', '?', 'L', 'mon'])('minute %s', (minute) => {
    expect(faults({ kind: 'cron', cron: `${minute} * * * *` })).toHaveLength(1);
  });

  test.for(['5L', 'L-2', 'LW', '15W', '#3', '5#6', '1-5#1', '5#l', '1,L5', 'L'])('weekday %s', (weekday) => {
    expect(faults({ kind: 'cron', cron: `0 0 * * ${weekday}` })).toHaveLength(1);
  });

  test('an unknown kind, an unknown member and a wrong type are refused', () => {
    for (const input of [
      {},
      { kind: 'solar' },
      { interval: 60 },
      60,
      null,
      { kind: 'interval', interval: true },
      { kind: 'cron', cron: '* * * * *', every: 1 },
      { kind: 'cron', cron: '* * * * *', dayOr: 'yes' },
      { kind: 'rrule', rrule: null },
    ])
      expect(faults(input).length).toBeGreaterThan(0);
  });
});
