import { occurrences } from '@carillon/core';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import type { Benchmark, Case } from './benchmark.ts';
import { ratesOf, take, timesBest } from './rates.ts';

const timezone = 'America/New_York';
const from = Date.UTC(2026, 0, 1);

const expressions = {
  'every minute': '* * * * *',
  'every quarter of an hour': '*/15 * * * *',
  'weekdays at nine': '0 9 * * 1-5',
  'the last day of a month': '0 0 L * *',
};

/** All subjects parse once and walk from the same instant; a year of daily starts spans both transitions. */
const measure = ([name, cron]: [string, string]): Case => {
  const schedule = { kind: 'cron', cron, timezone, dayOr: true } as const;
  const figures = ratesOf({
    carillon: () => take(occurrences(schedule, from), 5000),
    'cron-parser'() {
      const walk = CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(from) });
      for (let count = 0; count < 200; count += 1) walk.next();
      return 200;
    },
    croner: () => new Cron(cron, { timezone }).nextRuns(200, new Date(from)).length,
  });
  return {
    name: `${name}: ${cron}`,
    unit: 'starts/s',
    figures,
    aims: [
      { words: 'at least 5,000,000 starts a second', reached: figures[0]?.value ?? 0, wanted: 5_000_000 },
      { words: 'at least 100 times the best peer', reached: timesBest(figures), wanted: 100 },
    ],
  };
};

export const benchmark: Benchmark = {
  about: `starts of parsed cron expressions in ${timezone}, beside cron-parser and croner`,
  run: async () => Object.entries(expressions).map(measure),
};
