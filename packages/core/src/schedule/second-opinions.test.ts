import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import * as library from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { scheduleFault } from './fault.ts';
import { occurrences } from './occurrences.ts';
import {
  anyInstant,
  cronText,
  dailyRule,
  monthlyRule,
  ruleStart,
  seeded,
  steppedRule,
  weeklyRule,
  yearlyRule,
} from './sample-arbitraries.ts';
import { cron, rrule } from './sample-schedules.ts';

const { rrulestr } = library.default ?? library;

const count = 25;

const ours = (schedule: Parameters<typeof occurrences>[0], from: number): number[] => {
  const starts: number[] = [];
  for (const start of occurrences(schedule, from)) {
    starts.push(start);
    if (starts.length === count) break;
  }
  return starts;
};

test('cron-parser finds the same starts of plain expressions in UTC', () => {
  fc.assert(
    fc.property(cronText, anyInstant, (text, from) => {
      const second = Math.floor(from / 1000) * 1000;
      const walk = CronExpressionParser.parse(text, { tz: 'UTC', currentDate: new Date(second - 1000) });
      const theirs = Array.from({ length: count }, () => walk.next().getTime());
      expect(ours(cron(text), second)).toEqual(theirs);
    }),
    seeded,
  );
});

const fires = (rule: string, start: string): boolean =>
  scheduleFault(rrule(`DTSTART:${start}\nRRULE:${rule}`)) === null;

test('rrule finds the same starts of rules that end its loops', () => {
  const rules = fc.oneof(dailyRule, weeklyRule, monthlyRule, yearlyRule);
  fc.assert(
    fc.property(rules, ruleStart, (text, start) => {
      // It gives one start twice when two positions mean the same.
      const rule = text.replace(/;BYSETPOS=[^;]*/, '');
      if (!fires(rule, start)) return;
      const theirs = rrulestr(`DTSTART:${start}Z\nRRULE:${rule}`).all((_, index) => index < count);
      expect(ours(rrule(`DTSTART:${start}\nRRULE:${rule}`), 0)).toEqual(theirs.map((date) => date.getTime()));
    }),
    seeded,
  );
});

test('rrule-temporal finds the same starts of rules of every frequency in UTC', () => {
  fc.assert(
    fc.property(
      fc.oneof(dailyRule, weeklyRule, monthlyRule, yearlyRule, steppedRule),
      ruleStart,
      (rule, start) => {
        if (!fires(rule, start)) return;
        const theirs = new RRuleTemporal({ rruleString: `DTSTART:${start}Z\nRRULE:${rule}` }).all(
          (_, index) => index < count,
        );
        expect(ours(rrule(`DTSTART:${start}\nRRULE:${rule}`), 0)).toEqual(
          theirs.map(({ epochMilliseconds }) => epochMilliseconds),
        );
      },
    ),
    seeded,
  );
});
