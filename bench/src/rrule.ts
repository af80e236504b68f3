import { occurrences } from '@carillon/core';
import * as library from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import type { Benchmark, Case } from './benchmark.ts';
import { ratesOf, take, timesBest } from './rates.ts';

const { rrulestr } = library.default ?? library;

const timezone = 'America/New_York';
const from = Date.UTC(2026, 0, 1, 5);

const rules = [
  'FREQ=YEARLY',
  'FREQ=YEARLY;BYMONTH=3,11;BYDAY=2SU;BYHOUR=8,9',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;BYHOUR=9,17',
  'FREQ=HOURLY',
  'FREQ=HOURLY;INTERVAL=5;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=MINUTELY',
  'FREQ=MINUTELY;INTERVAL=7',
  'FREQ=SECONDLY',
  'FREQ=SECONDLY;INTERVAL=10',
];

const some = 200;

/** rrule walks in UTC, where it is fastest (its instants in a zone depend on the zone of the process); the others in New York. */
const measure = (rule: string): Case => {
  const schedule = { kind: 'rrule', rrule: `DTSTART:20260101T000000\nRRULE:${rule}`, timezone } as const;
  const inUtc = rrulestr(`DTSTART:20260101T000000Z\nRRULE:${rule}`);
  const inZone = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${timezone}:20260101T000000\nRRULE:${rule}`,
    cache: false,
  });
  const figures = ratesOf({
    carillon: () => take(occurrences(schedule, from), 2000),
    rrule: () => inUtc.all((_, index) => index < some).length,
    'rrule-temporal': () => inZone.all((_, index) => index < some).length,
  });
  return {
    name: rule,
    unit: 'starts/s',
    figures,
    aims: [
      { words: 'at least 1,000,000 starts a second', reached: figures[0]?.value ?? 0, wanted: 1_000_000 },
      { words: 'at least 10 times the best peer', reached: timesBest(figures), wanted: 10 },
    ],
  };
};

export const benchmark: Benchmark = {
  about: `starts of parsed rules of every frequency in ${timezone}, beside rrule (in UTC) and rrule-temporal`,
  run: async () => rules.map(measure),
};
