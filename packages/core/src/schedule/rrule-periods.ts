import { dayMs, dayOf, lastYear, monthOf, yearOf, yearStart } from './calendar.ts';
import type { Portions, Times } from './day-times.ts';
import type { YearDays } from './rrule-days.ts';
import { type Budget, firstAtLeast, spend } from './walls.ts';
import type { WallMs } from './zone.ts';

/** The calendar repeats after 400 years: 4,800 months, 20,871 weeks, 146,097 days. */
const cycle = { YEARLY: 400, MONTHLY: 4800, WEEKLY: 20_871, DAILY: 146_097 } as const;

/** The frequencies whose periods are made of days. */
export type DayFrequency = keyof typeof cycle;

/** Every `interval`th year, month, week or day from the one that holds `startDay`. */
export type Periods = {
  frequency: DayFrequency;
  interval: number;
  weekStart: number;
  startDay: number;
  days: YearDays;
};

/** The periods by number. */
type Count = { numberOf(day: number): number; firstDay(number: number): number };

const monthNumber = (day: number): number => {
  const year = yearOf(day);
  return year * 12 + monthOf(year, day - yearStart(year)) - 1;
};
const monthStart = (month: number): number => dayOf(Math.floor(month / 12), (month % 12) + 1, 1);

const countOf = ({ frequency, weekStart }: Periods): Count => {
  if (frequency === 'YEARLY') return { numberOf: yearOf, firstDay: yearStart };
  if (frequency === 'MONTHLY') return { numberOf: monthNumber, firstDay: monthStart };
  if (frequency === 'DAILY') return { numberOf: (day) => day, firstDay: (day) => day };
  // Day 0 was a Thursday, 3 from Monday.
  const shift = (3 - weekStart + 7) % 7;
  return { numberOf: (day) => Math.floor((day + shift) / 7), firstDay: (week) => week * 7 - shift };
};

/** Year by year what `fill` puts into the list; years without anything are passed over. */
const yearPortions = (
  { frequency, interval, days }: Periods,
  firstYear: number,
  budget: Budget,
  { yearAt, fill }: { yearAt(day: number): number; fill(year: number, walls: WallMs[]): void },
): Portions => {
  const stride = frequency === 'YEARLY' ? interval : 1;
  const comesBack = days.repeats && cycle[frequency] % interval === 0;
  const walls: WallMs[] = [];
  let year = firstYear;
  return {
    seek(wall) {
      const passed = Math.max(0, yearAt(Math.floor(wall / dayMs)) - firstYear);
      year = firstYear + Math.ceil(passed / stride) * stride;
    },
    next() {
      const last = comesBack ? Math.min(lastYear, year + 400) : lastYear;
      while (year <= last) {
        walls.length = 0;
        fill(year, walls);
        year += stride;
        if (walls.length > 0) return walls;
        spend(budget);
      }
      year = lastYear + 1;
      return null;
    },
  };
};

/** The days that match. */
export const periodDays = (periods: Periods, budget: Budget): Portions => {
  const { frequency, interval, startDay, days } = periods;
  const { numberOf } = countOf(periods);
  const first = numberOf(startDay);
  const isEvery = interval === 1 || frequency === 'YEARLY';
  return yearPortions(periods, yearOf(startDay), budget, {
    yearAt: yearOf,
    fill(year, walls) {
      const begin = yearStart(year);
      for (const dayOfYear of days.of(year)) {
        const day = begin + dayOfYear;
        if (day >= startDay && (isEvery || (numberOf(day) - first) % interval === 0)) walls.push(day * dayMs);
      }
    },
  });
};

const timeAt = ({ hours, within }: Times, index: number): number =>
  (hours[Math.floor(index / within.length)] ?? 0) + (within[index % within.length] ?? 0);

/** Indexes of the positions that exist among so many, ascending; positions count from 1, or from the end below 0. */
export const indexesOf = (positions: readonly number[], count: number): number[] => {
  const indexes = positions.map((position) => (position > 0 ? position - 1 : count + position));
  return [...new Set(indexes)].filter((index) => index >= 0 && index < count).sort((a, b) => a - b);
};

/** Of the times of each period those at some positions: walls, not days. As everywhere, DTSTART's week begins with its day. */
export const periodPositions = (
  periods: Periods,
  times: Times,
  positions: readonly number[],
  budget: Budget,
): Portions => {
  const { frequency, interval, startDay, days } = periods;
  const { numberOf, firstDay } = countOf(periods);
  const first = numberOf(startDay);
  const perDay = times.hours.length * times.within.length;

  const daysBetween = (from: number, until: number): number[] => {
    const found: number[] = [];
    for (let year = yearOf(from); yearStart(year) < until; year += 1) {
      const begin = yearStart(year);
      const ofYear = days.of(year);
      for (let index = firstAtLeast(ofYear, from - begin); index < ofYear.length; index += 1) {
        const day = begin + (ofYear[index] ?? 0);
        if (day >= until) break;
        found.push(day);
      }
    }
    return found;
  };
  const yearAt = (day: number): number => yearOf(firstDay(numberOf(day)));

  return yearPortions(periods, yearAt(startDay), budget, {
    yearAt,
    fill(year, walls) {
      const end = yearStart(year + 1);
      let number = Math.max(first, numberOf(yearStart(year) - 1) + 1);
      number += (interval - ((number - first) % interval)) % interval;
      for (; firstDay(number) < end; number += interval) {
        const begin = frequency === 'WEEKLY' && number === first ? startDay : firstDay(number);
        const matching = daysBetween(begin, firstDay(number + 1));
        for (const index of indexesOf(positions, matching.length * perDay)) {
          walls.push((matching[Math.floor(index / perDay)] ?? 0) * dayMs + timeAt(times, index % perDay));
        }
      }
    },
  });
};
