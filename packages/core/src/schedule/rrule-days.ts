import type { Rule } from '../grammar/rrule.ts';
import {
  daysBeforeMonth,
  easter,
  isLeap,
  monthLength,
  monthOf,
  weekdayOf,
  yearLength,
  yearStart,
} from './calendar.ts';

/** The days that a rule allows. */
export type YearDays = {
  /** Days of the year, from 0, ascending. */
  of(year: number): readonly number[];
  /** Years that are 400 apart have the same days, as the calendar has; not so with Easter. */
  repeats: boolean;
};

type Day = { year: number; month: number; dayOfYear: number; dayOfMonth: number; weekday: number };

/** The parts of a rule that speak of days; DTSTART's day stands in where a rule names none. */
export type DayParts = Pick<
  Rule,
  'frequency' | 'weekStart' | 'months' | 'monthDays' | 'yearDays' | 'weekNumbers' | 'weekdays' | 'easters'
>;

/** Holds for a place counted from the beginning, or from the end as a negative number. */
const isNamed = (list: ReadonlySet<number>, place: number, length: number): boolean =>
  list.has(place) || list.has(place - length - 1);

/** The day of the year on which week 1 begins: the first week with at least four days in the year. Negative in the year before. */
const firstWeekOf = (year: number, weekStart: number): number => {
  const before = (weekdayOf(yearStart(year)) - weekStart + 7) % 7;
  return before <= 3 ? -before : 7 - before;
};

/** The number of a day's week, and how many weeks the year of that week has. */
const weekOf = ({ year, dayOfYear }: Day, weekStart: number): { week: number; weeks: number } => {
  const first = firstWeekOf(year, weekStart);
  const next = yearLength(year) + firstWeekOf(year + 1, weekStart);
  if (dayOfYear >= next) {
    const after = yearLength(year) + yearLength(year + 1) + firstWeekOf(year + 2, weekStart);
    return { week: 1, weeks: (after - next) / 7 };
  }
  if (dayOfYear >= first) return { week: Math.floor((dayOfYear - first) / 7) + 1, weeks: (next - first) / 7 };
  const previous = firstWeekOf(year - 1, weekStart) - yearLength(year - 1);
  const weeks = (first - previous) / 7;
  return { week: weeks, weeks };
};

type Test = (day: Day) => boolean;

const weekdayTest = ({ frequency, weekdays, months }: DayParts): Test => {
  const counts = frequency === 'YEARLY' || frequency === 'MONTHLY';
  const plain = new Set(weekdays.filter(({ nth }) => nth === 0 || !counts).map(({ weekday }) => weekday));
  const counted = weekdays.filter(({ nth }) => nth !== 0 && counts);
  const inYear = frequency === 'YEARLY' && months.length === 0;
  return ({ year, month, dayOfYear, dayOfMonth, weekday }) => {
    if (plain.has(weekday)) return true;
    const place = inYear ? dayOfYear : dayOfMonth - 1;
    const length = inYear ? yearLength(year) : monthLength(year, month);
    const fromStart = Math.floor(place / 7) + 1;
    const fromEnd = -Math.floor((length - 1 - place) / 7) - 1;
    return counted.some(
      (given) => given.weekday === weekday && (given.nth === fromStart || given.nth === fromEnd),
    );
  };
};

/** Each part that is there is a condition of its own, and a day must meet all of them. Easter is not among them. */
const testsOf = (parts: DayParts): Test[] => {
  const { months, monthDays, yearDays, weekNumbers, weekdays, weekStart } = parts;
  const tests: Test[] = [];
  if (months.length > 0) {
    const list = new Set(months);
    tests.push(({ month }) => list.has(month));
  }
  if (monthDays.length > 0) {
    const list = new Set(monthDays);
    tests.push(({ year, month, dayOfMonth }) => isNamed(list, dayOfMonth, monthLength(year, month)));
  }
  if (yearDays.length > 0) {
    const list = new Set(yearDays);
    tests.push(({ year, dayOfYear }) => isNamed(list, dayOfYear + 1, yearLength(year)));
  }
  if (weekNumbers.length > 0) {
    const list = new Set(weekNumbers);
    tests.push((day) => {
      const { week, weeks } = weekOf(day, weekStart);
      return isNamed(list, week, weeks);
    });
  }
  if (weekdays.length > 0) tests.push(weekdayTest(parts));
  return tests;
};

const matching = (year: number, candidates: readonly number[], tests: readonly Test[]): number[] => {
  const first = weekdayOf(yearStart(year));
  return candidates.filter((dayOfYear) => {
    const month = monthOf(year, dayOfYear);
    const dayOfMonth = dayOfYear - daysBeforeMonth(year, month) + 1;
    const day = { year, month, dayOfYear, dayOfMonth, weekday: (first + dayOfYear) % 7 };
    return tests.every((test) => test(day));
  });
};

const common: readonly number[] = Array.from({ length: 365 }, (_, day) => day);
const leap: readonly number[] = [...common, 365];

export const everyDay: YearDays = { of: (year) => (isLeap(year) ? leap : common), repeats: true };

/** Days that lie so far from an Easter Sunday, of whichever year. */
const easterDays = (year: number, offsets: readonly number[]): number[] => {
  const days: number[] = [];
  for (let of = year - 1; of <= year + 1; of += 1) {
    const sunday = yearStart(of) + easter(of) - yearStart(year);
    for (const offset of offsets) {
      const day = sunday + offset;
      if (day >= 0 && day < yearLength(year) && !days.includes(day)) days.push(day);
    }
  }
  return days.sort((a, b) => a - b);
};

/** Years alike in these three have the same days, but for Easter. */
const likeness = (year: number): number =>
  weekdayOf(yearStart(year)) +
  7 * (Number(isLeap(year - 1)) + 2 * Number(isLeap(year)) + 4 * Number(isLeap(year + 1)));

/** The days that a rule's day parts allow; null for every day. Each sort of year is looked at once. */
export const yearDaysOf = (parts: DayParts): YearDays | null => {
  const tests = testsOf(parts);
  if (parts.easters.length > 0)
    return { of: (year) => matching(year, easterDays(year, parts.easters), tests), repeats: false };
  if (tests.length === 0) return null;
  const known = new Map<number, readonly number[]>();
  return {
    of(year) {
      const sort = likeness(year);
      const found = known.get(sort);
      if (found !== undefined) return found;
      const days = matching(year, everyDay.of(year), tests);
      known.set(sort, days);
      return days;
    },
    repeats: true,
  };
};
