import { expect, test } from 'vitest';
import { countBounds } from './occurrences.ts';
import { rrule, startsOf } from './sample-schedules.ts';

const newYork = 'America/New_York';

/** Days at midnight UTC, as the examples of RFC 5545 (3.8.5.3) have them in their own hour. */
const daysOf = (rule: string, start: string, count: number): string[] =>
  startsOf(rrule(`DTSTART:${start}T000000\nRRULE:${rule}`), '1990-01-01T00:00Z', count).map((at) =>
    at.slice(0, 10),
  );

test.for([
  ['FREQ=DAILY;COUNT=3', '19970902', ['1997-09-02', '1997-09-03', '1997-09-04']],
  [
    'FREQ=DAILY;INTERVAL=10;COUNT=5',
    '19970902',
    ['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12'],
  ],
  [
    'FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    '19980101',
    ['1998-01-01', '1998-01-02'],
  ],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', '19970902', ['1997-09-02', '1997-09-16', '1997-09-30', '1997-10-14']],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    '19970902',
    [
      '1997-09-02',
      '1997-09-04',
      '1997-09-16',
      '1997-09-18',
      '1997-09-30',
      '1997-10-02',
      '1997-10-14',
      '1997-10-16',
    ],
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    '19970805',
    ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    '19970805',
    ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '19970905', ['1997-09-05', '1997-10-03', '1997-11-07']],
  [
    'FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU',
    '19970907',
    ['1997-09-07', '1997-09-28', '1997-11-02', '1997-11-30'],
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '19970922', ['1997-09-22', '1997-10-20', '1997-11-17']],
  ['FREQ=MONTHLY;BYMONTHDAY=-3', '19970928', ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29']],
  [
    'FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1',
    '19970930',
    ['1997-09-30', '1997-10-01', '1997-10-31', '1997-11-01'],
  ],
  [
    'FREQ=MONTHLY;INTERVAL=18;COUNT=4;BYMONTHDAY=10,11',
    '19970910',
    ['1997-09-10', '1997-09-11', '1999-03-10', '1999-03-11'],
  ],
  ['FREQ=YEARLY;COUNT=4;BYMONTH=6,7', '19970610', ['1997-06-10', '1997-07-10', '1998-06-10', '1998-07-10']],
  [
    'FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200',
    '19970101',
    ['1997-01-01', '1997-04-10', '1997-07-19', '2000-01-01'],
  ],
  ['FREQ=YEARLY;BYDAY=20MO', '19970519', ['1997-05-19', '1998-05-18', '1999-05-17']],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '19970512', ['1997-05-12', '1998-05-11', '1999-05-17']],
  ['FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU', '20240101', ['2024-12-29', '2025-12-28', '2027-01-03']],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '19970313', ['1997-03-13', '1997-03-20', '1997-03-27', '1998-03-05']],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    '19970902',
    ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13'],
  ],
  [
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    '19970913',
    ['1997-09-13', '1997-10-11', '1997-11-08'],
  ],
  [
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '19961105',
    ['1996-11-05', '2000-11-07', '2004-11-02'],
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '19970904', ['1997-09-04', '1997-10-07', '1997-11-06']],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '19970929',
    ['1997-09-29', '1997-10-30', '1997-11-27', '1997-12-30'],
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
    '20070115',
    ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30'],
  ],
  ['FREQ=YEARLY;BYEASTER=0', '20240101', ['2024-03-31', '2025-04-20', '2026-04-05']],
  ['FREQ=YEARLY;BYEASTER=-47,-2', '20240101', ['2024-02-13', '2024-03-29', '2025-03-04']],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '20200101', ['2044-02-29', '2072-02-29', '2112-02-29']],
  ['FREQ=MONTHLY;BYDAY=MO,2TU', '20240101', ['2024-01-01', '2024-01-08', '2024-01-09', '2024-01-15']],
  ['FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1', '20240103', ['2024-01-05', '2024-01-08', '2024-01-15']],
  ['FREQ=YEARLY;INTERVAL=1000', '20240229', ['2024-02-29', '3024-02-29', '4024-02-29', '5024-02-29']],
] as const)('%s from %s', ([rule, start, days]) => {
  expect(daysOf(rule, start, days.length)).toEqual(days);
});

test.for([
  [
    'FREQ=HOURLY;INTERVAL=3;UNTIL=20240101T170000',
    ['2024-01-01T09:00Z', '2024-01-01T12:00Z', '2024-01-01T15:00Z'],
  ],
  [
    'FREQ=MINUTELY;INTERVAL=90;COUNT=4',
    ['2024-01-01T09:00Z', '2024-01-01T10:30Z', '2024-01-01T12:00Z', '2024-01-01T13:30Z'],
  ],
  [
    'FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20',
    ['2024-01-01T09:00Z', '2024-01-01T09:20Z', '2024-01-01T10:00Z', '2024-01-01T10:20Z', '2024-01-02T09:00Z'],
  ],
  [
    'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10',
    ['2024-01-01T09:00Z', '2024-01-01T09:20Z', '2024-01-01T09:40Z', '2024-01-01T10:00Z'],
  ],
  ['FREQ=MINUTELY;INTERVAL=7;BYHOUR=9;BYDAY=TU', ['2024-01-02T09:02Z', '2024-01-02T09:09Z']],
  [
    'FREQ=HOURLY;INTERVAL=5;BYDAY=TU',
    [
      '2024-01-02T00:00Z',
      '2024-01-02T05:00Z',
      '2024-01-02T10:00Z',
      '2024-01-02T15:00Z',
      '2024-01-02T20:00Z',
      '2024-01-09T02:00Z',
    ],
  ],
  [
    'FREQ=HOURLY;BYMINUTE=0,10,20;BYSETPOS=-1,1',
    ['2024-01-01T09:00Z', '2024-01-01T09:20Z', '2024-01-01T10:00Z'],
  ],
  ['FREQ=DAILY;BYHOUR=8,12,18;BYSETPOS=2', ['2024-01-01T12:00Z', '2024-01-02T12:00Z']],
  ['FREQ=MINUTELY;BYSECOND=10,20,30;BYSETPOS=2;COUNT=2', ['2024-01-01T09:00:20Z', '2024-01-01T09:01:20Z']],
  ['FREQ=SECONDLY;INTERVAL=45;BYSECOND=0', ['2024-01-01T09:00Z', '2024-01-01T09:03Z', '2024-01-01T09:06Z']],
  [
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;BYMINUTE=0;BYSECOND=0',
    ['2024-02-29T00:00Z', '2028-02-29T00:00Z'],
  ],
] as const)('%s from 09:00', ([rule, starts]) => {
  const schedule = rrule(`DTSTART:20240101T090000\nRRULE:${rule}`);
  expect(startsOf(schedule, '2023-12-01T00:00Z', starts.length)).toEqual(starts);
});

test('without DTSTART a rule counts from the beginning of 2020 on the wall clock', () => {
  expect(startsOf(rrule('FREQ=WEEKLY'), '2024-01-15T00:30Z', 2)).toEqual([
    '2024-01-17T00:00Z',
    '2024-01-24T00:00Z',
  ]);
  expect(startsOf(rrule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'), '2024-01-15T00:30Z', 2)).toEqual([
    '2024-01-22T00:00Z',
    '2024-02-05T00:00Z',
  ]);
  expect(startsOf(rrule('FREQ=DAILY', newYork), '2024-01-15T00:30Z', 1)).toEqual(['2024-01-15T05:00Z']);
});

test('the digits of every date are wall-clock time in the zone, whatever they carry', () => {
  const from = '2024-01-15T00:30Z';
  const starts = ['2024-01-15T14:00Z', '2024-01-16T14:00Z', '2024-01-17T14:00Z'];
  for (const start of [
    'DTSTART:20240114T090000',
    'dtstart:20240114t090000z',
    'DTSTART;TZID=Mars/Olympus:20240114T090000',
  ])
    for (const until of ['20240117T090000', '20240117T090000Z'])
      expect(startsOf(rrule(`${start}\nRRULE:FREQ=DAILY;UNTIL=${until}`, newYork), from, 9)).toEqual(starts);
});

test('a set is the union of its rules and dates, without what it excludes', () => {
  const from = '2024-01-01T00:00Z';
  const of = (lines: string, count = 9): string[] =>
    startsOf(rrule(`DTSTART:20240101T090000 ${lines}`), from, count);
  expect(of('RRULE:FREQ=DAILY;BYHOUR=9 RRULE:FREQ=DAILY;BYHOUR=17', 3)).toEqual([
    '2024-01-01T09:00Z',
    '2024-01-01T17:00Z',
    '2024-01-02T09:00Z',
  ]);
  expect(of('RDATE:20240105T090000,20240103T090000 RDATE;VALUE=DATE:20240103')).toEqual([
    '2024-01-03T00:00Z',
    '2024-01-03T09:00Z',
    '2024-01-05T09:00Z',
  ]);
  expect(of('RRULE:FREQ=DAILY;COUNT=3 RDATE:20240102T090000 EXDATE:20240101T090000')).toEqual([
    '2024-01-02T09:00Z',
    '2024-01-03T09:00Z',
  ]);
  expect(of('RRULE:FREQ=DAILY;COUNT=4 EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2')).toEqual([
    '2024-01-02T09:00Z',
    '2024-01-04T09:00Z',
  ]);
  expect(of('RRULE:FREQ=YEARLY;COUNT=2 EXRULE:FREQ=SECONDLY;UNTIL=20240601')).toEqual(['2025-01-01T09:00Z']);
});

test.for([
  ['RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=30', '2024-03-10T00:00Z', ['2024-03-10T07:30Z', '2024-03-11T06:30Z']],
  ['RRULE:FREQ=HOURLY', '2024-03-10T06:00Z', ['2024-03-10T06:00Z', '2024-03-10T07:00Z', '2024-03-10T08:00Z']],
  ['RRULE:FREQ=HOURLY', '2024-11-03T04:00Z', ['2024-11-03T04:00Z', '2024-11-03T05:00Z', '2024-11-03T07:00Z']],
  ['RRULE:FREQ=DAILY;BYHOUR=1;BYMINUTE=30', '2024-11-03T00:00Z', ['2024-11-03T05:30Z', '2024-11-04T06:30Z']],
  ['RRULE:FREQ=DAILY;BYHOUR=9', '2038-07-01T00:00Z', ['2038-07-01T13:00Z']],
  // COUNT and EXDATE act on the wall clock: the moved 02:30 counts, and its EXDATE takes it away.
  ['RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=30;COUNT=70', '2024-03-09T12:00Z', ['2024-03-10T07:30Z']],
  [
    'RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=30\nEXDATE:20240310T023000',
    '2024-03-10T00:00Z',
    ['2024-03-11T06:30Z'],
  ],
] as const)('%s in New York from %s', ([lines, from, starts]) => {
  const schedule = rrule(`DTSTART:20240101T000000\n${lines}`, newYork);
  expect(startsOf(schedule, from, lines.includes('COUNT') ? 9 : starts.length)).toEqual(starts);
});

test('COUNT becomes the last wall-clock time of each rule, once', () => {
  const schedule = rrule(
    'DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=3\nRRULE:FREQ=DAILY;BYHOUR=10\nEXRULE:FREQ=DAILY;COUNT=0',
  );
  const start = Date.UTC(2024, 0, 1, 9);
  expect(countBounds(schedule)).toEqual([Date.UTC(2024, 0, 3, 9), null, start - 1]);
  expect(countBounds(rrule('FREQ=DAILY'))).toBeNull();
  expect(
    countBounds(rrule('DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=9;UNTIL=20240102T235959')),
  ).toEqual([Date.UTC(2024, 0, 2, 9)]);
});

test('a walk ends at the bounds that were kept with the schedule', () => {
  const schedule = rrule('DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=3');
  const bounds: unknown = JSON.parse(JSON.stringify(countBounds(schedule)));
  expect(startsOf(schedule, '2024-01-02T00:00Z', 9, { bounds })).toEqual([
    '2024-01-02T09:00Z',
    '2024-01-03T09:00Z',
  ]);
  expect(startsOf(schedule, '2024-01-02T00:00Z', 9, { bounds: [Date.UTC(2024, 0, 2, 9)] })).toEqual([
    '2024-01-02T09:00Z',
  ]);
});

test('bounds of another rule are not believed', () => {
  const schedule = rrule('DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=2');
  for (const bounds of [null, [], [null], [1, 2], 'soon'])
    expect(startsOf(schedule, '2024-01-02T00:00Z', 9, { bounds })).toEqual(['2024-01-02T09:00Z']);
});

test('a rule of seconds without its nights and weekends resumes where they end', () => {
  const lines = 'DTSTART:20240101T000000 RRULE:FREQ=SECONDLY;INTERVAL=5';
  const weekends = rrule(`${lines} EXRULE:FREQ=SECONDLY;BYDAY=SA,SU`);
  expect(startsOf(weekends, '2024-01-06T00:00Z', 1)).toEqual(['2024-01-08T00:00Z']);
  const nights = rrule(`${lines} EXRULE:FREQ=SECONDLY;BYHOUR=0,1,2,3,4,5,6,7`);
  expect(startsOf(nights, '2024-01-06T00:00Z', 2)).toEqual(['2024-01-06T08:00Z', '2024-01-06T08:00:05Z']);
  const untilMay = rrule(`${lines} EXRULE:FREQ=SECONDLY;UNTIL=20240501T120000`);
  expect(startsOf(untilMay, '2024-01-06T00:00Z', 1)).toEqual(['2024-05-01T12:00:05Z']);
  const withDate = rrule(`${lines} EXRULE:FREQ=SECONDLY;INTERVAL=1;BYSECOND=0,5 RDATE:20240101T000001`);
  expect(startsOf(withDate, '2024-01-01T00:00Z', 2)).toEqual([
    '2024-01-01T00:00:01Z',
    '2024-01-01T00:00:10Z',
  ]);
});

test('years beyond 9999 have no starts', () => {
  expect(startsOf(rrule('FREQ=YEARLY'), '9998-06-01T00:00Z', 9)).toEqual(['9999-01-01T00:00Z']);
  expect(startsOf(rrule('FREQ=SECONDLY'), '9999-12-31T23:59:58Z', 9)).toEqual([
    '9999-12-31T23:59:58Z',
    '9999-12-31T23:59:59Z',
  ]);
});
