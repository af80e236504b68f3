import { describe, expect, test } from 'vitest';
import { parseRrule } from '../grammar/rrule.ts';
import { schedule as schema } from '../schemas/schedule.ts';
import { ruleFrom } from './rrule.ts';
import { defaultStart } from './rule-set.ts';
import { cron, rrule, startsOf } from './sample-schedules.ts';
import { lastWall, stepsMax } from './walls.ts';

const upTo = (size: number): string => Array.from({ length: size }, (_, value) => value).join(',');

/** The first start, or what is wrong after the quoted text; as a guard within a time that a machine at its limits keeps too. */
const verdict = (input: { kind: 'cron'; cron: string } | { kind: 'rrule'; rrule: string }): string => {
  const begin = performance.now();
  const read = schema.safeParse(input);
  const said = read.success
    ? (startsOf(read.data, '1970-01-01T00:00Z', 1)[0] ?? 'nothing')
    : read.error.issues.map(({ message }) => message.slice(message.lastIndexOf('": ') + 3)).join();
  expect(performance.now() - begin).toBeLessThan(250);
  return said;
};

const never = 'never fires';
const undecided = 'no start was found within 10,000 steps; whether there is one is undecided';

describe('every hostile rule is decided', () => {
  test.for([
    ['DTSTART:20240101T000000\nRRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=1', never],
    ['DTSTART:20240101T000100\nRRULE:FREQ=MINUTELY;INTERVAL=120;BYHOUR=1;BYMINUTE=0', never],
    ['DTSTART:20240101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=480;BYHOUR=5', never],
    ['DTSTART:20240101T000000\nRRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=5', never],
    ['DTSTART:20240101T000000\nRRULE:FREQ=SECONDLY;INTERVAL=60;BYSECOND=30', never],
    ['DTSTART:20240101T000000\nRRULE:FREQ=HOURLY;INTERVAL=168;BYDAY=TU', never],
    ['DTSTART:20240101T000000\nRRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU', never],
    ['FREQ=DAILY;INTERVAL=-1', '-1 is not a whole number from 1'],
    ['FREQ=DAILY;INTERVAL=0', '0 is not a whole number from 1'],
    ['FREQ=DAILY;INTERVAL=.007', '.007 is not a whole number from 1'],
    ['FREQ=DAILY;INTERVAL=null', 'NULL is not a whole number from 1'],
    ['DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY', '1970-01-01T00:00Z'],
    ['DTSTART:20000101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=2', '2000-01-01T00:00Z'],
    ['RRULE:FREQ=MINUTELY\nEXRULE:FREQ=MINUTELY', never],
    ['RRULE:FREQ=HOURLY\nEXRULE:FREQ=HOURLY', never],
    ['RRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=DAILY;COUNT=3', never],
    ['RRULE:FREQ=MINUTELY;INTERVAL=2\nEXRULE:FREQ=MINUTELY', never],
    ['RRULE:FREQ=DAILY\nEXRULE:FREQ=SECONDLY', never],
    ['RRULE:FREQ=MINUTELY;INTERVAL=4\nEXRULE:FREQ=MINUTELY;INTERVAL=2', undecided],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31', never],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', never],
    ['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30', never],
    ['FREQ=SECONDLY;BYYEARDAY=366;BYMONTH=3', never],
    ['FREQ=YEARLY;BYEASTER=0;BYMONTH=7', never],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2', never],
    ['FREQ=MONTHLY;BYMONTHDAY=15;BYSETPOS=2', never],
    [
      `FREQ=YEARLY;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)};BYSETPOS=-1`,
      '2020-01-01T23:59:59Z',
    ],
    ['DTSTART:NaN\nRRULE:FREQ=DAILY', 'DTSTART "NaN" is no date'],
    ['FREQ=DAILY;COUNT=0', never],
    ['FREQ=DAILY;COUNT=100001', 'COUNT: 100001 is more than 100,000'],
    [
      Array.from({ length: 100 }, () => 'RRULE:FREQ=SECONDLY;COUNT=100000').join('\n'),
      'COUNT is not used up within 300,000 steps; where it ends is undecided',
    ],
    ['RDATE:20200101T000000\nEXDATE:20200101T000000', never],
    ['FREQ=DAILY;UNTIL=20191231T235959', never],
    ['x'.repeat(1_000_000), 'is 1000000 characters long; 6500 are allowed'],
    ['FREQ=DAILY;BYHOUR=٣', 'BYHOUR: ٣ is outside 0 to 23'],
    ['FREQ=DAILY;BYHOUR=\0', 'BYHOUR: \\u0000 is outside 0 to 23'],
    ['\0', '"\\u0000" is not NAME=VALUE'],
    ['', 'is empty'],
  ] as const)('%s', ([text, said]) => {
    expect(verdict({ kind: 'rrule', rrule: text })).toContain(said);
  });

  test.for([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2044-02-29T00:00Z'],
    ['FREQ=MINUTELY;INTERVAL=1439;BYHOUR=1;BYMINUTE=0', '2023-10-11T01:00Z'],
    [
      'DTSTART:20210101T000000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0',
      '2024-02-29T00:00Z',
    ],
    ['DTSTART:20210101T000000\nRRULE:FREQ=YEARLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29', '2028-02-29T00:00Z'],
  ] as const)('the rare one is found: %s', ([text, start]) => {
    expect(verdict({ kind: 'rrule', rrule: text })).toBe(start);
  });

  test.for([
    'FREQ=HOURLY;INTERVAL=2;BYHOUR=1',
    'FREQ=MINUTELY;INTERVAL=480;BYHOUR=5',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYEASTER=0;BYMONTH=7',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=30;BYMONTH=2',
    'FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6',
  ])('within the steps that a search may take: %s', (text) => {
    const budget = { left: stepsMax };
    for (const rule of parseRrule(text).rules) {
      const walls = ruleFrom(rule, defaultStart)(lastWall, budget);
      walls.seek(defaultStart);
      walls.next();
    }
    expect(budget.left).toBeGreaterThan(0);
  });
});

describe('every hostile cron expression is decided', () => {
  test.for([
    ['* * 31 2 *', never],
    ['0 0 30 2 *', never],
    ['0 0 31 4,6,9,11 *', never],
    ['0 0 29 2 * 0 2026,2027', never],
    ['', 'has 0 fields; 5 are needed'],
    [' \t ', 'has 0 fields; 5 are needed'],
    ['* * * *', 'has 4 fields; 5 are needed'],
    ['* * * * * * * *', 'has 8 fields; 5 are needed'],
    ['*/0 * * * *', 'step "0" of the minute is not a number from 1 (field 1)'],
    ['1-1/0 * * * *', 'step "0" of the minute is not a number from 1 (field 1)'],
    ['59-0 * * * *', '1970-01-01T00:00Z'],
    ['*/100 * * * *', '1970-01-01T00:00Z'],
    [`${upTo(100_000)} * * * *`, 'characters long; 1000 are allowed'],
    ['x'.repeat(1_000_000), 'is 1000000 characters long; 1000 are allowed'],
    ['٣ * * * *', '"٣" is no minute (field 1)'],
    ['\0 * * * *', '"\\u0000" is no minute (field 1)'],
    ['@every 1ns', 'unknown name; there are @hourly'],
    ['@reboot', 'unknown name; there are @hourly'],
    ['TZ=UTC 0 0 * * *', '"TZ=UTC" is no minute (field 1)'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text as an attacker sends it
    ['${jndi:ldap://x} * * * *', 'is no minute (field 1)'],
    ['H * * * *', 'stands for a random minute'],
    ['R(0-10) * * * *', 'stands for a random minute'],
    ['0 h/5 * * *', 'stands for a random hour'],
  ] as const)('%s', ([text, said]) => {
    expect(verdict({ kind: 'cron', cron: text })).toContain(said);
  });
});

test('a window fifty years after DTSTART costs what one beside it costs', () => {
  const rules = [
    'FREQ=SECONDLY',
    'FREQ=MINUTELY;INTERVAL=7;BYHOUR=9',
    'FREQ=HOURLY;INTERVAL=5;BYDAY=MO',
    'FREQ=DAILY;INTERVAL=3',
  ];
  for (const text of rules) {
    const schedule = rrule(`DTSTART:19700101T000000\nRRULE:${text}`);
    const near = startsOf(schedule, '1970-01-02T00:00Z', 1);
    const begin = performance.now();
    const far = startsOf(schedule, '2026-01-02T00:00Z', 1);
    expect(performance.now() - begin).toBeLessThan(250);
    expect([near[0]?.slice(0, 4), far[0]?.slice(0, 4)]).toEqual(['1970', '2026']);
  }
  expect(startsOf(cron('* * * * * *'), '2026-01-02T00:00Z', 1)).toEqual(['2026-01-02T00:00Z']);
});
