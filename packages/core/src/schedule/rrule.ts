import type { Rule } from '../grammar/rrule.ts';
import { dateOf, dayMs, weekdayOf } from './calendar.ts';
import { dayTimes, type Times } from './day-times.ts';
import { type DayParts, everyDay, type YearDays, yearDaysOf } from './rrule-days.ts';
import { type DayFrequency, indexesOf, periodDays, periodPositions } from './rrule-periods.ts';
import { canPass, dayFinder, type Steps, stepWalls } from './rrule-steps.ts';
import { type Budget, noWalls, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

type Start = { wall: WallMs; day: number; hour: number; minute: number; second: number };

const startOf = (wall: WallMs): Start => {
  const day = Math.floor(wall / dayMs);
  const second = Math.floor((wall - day * dayMs) / 1000);
  return {
    wall,
    day,
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
  };
};

/** A rule that names no day means DTSTART's own: its weekday, its day of the month, in a yearly rule its month too. */
const dayPartsOf = (rule: Rule, { day }: Start): DayParts => {
  const { frequency, weekNumbers, yearDays, monthDays, weekdays, easters } = rule;
  if ([weekNumbers, yearDays, monthDays, weekdays, easters].some((part) => part.length > 0)) return rule;
  const { month, dayOfMonth } = dateOf(day);
  if (frequency === 'WEEKLY') return { ...rule, weekdays: [{ weekday: weekdayOf(day), nth: 0 }] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [dayOfMonth] };
  if (frequency === 'YEARLY') return { ...rule, monthDays: [dayOfMonth], months: orElse(rule.months, month) };
  return rule;
};

const orElse = (list: readonly number[], otherwise: number): readonly number[] =>
  list.length > 0 ? list : [otherwise];

const product = (
  large: readonly number[],
  factor: number,
  small: readonly number[],
  unitMs: number,
): number[] => large.flatMap((value) => small.map((rest) => (value * factor + rest) * unitMs));

/** No period has more matching days, so that a position beyond them needs no search. */
const daysAtMost = (frequency: DayFrequency, { weekdays }: Rule): number =>
  ({ YEARLY: 366, MONTHLY: 31, WEEKLY: weekdays.length || 7, DAILY: 1 })[frequency];

type RuleWalls = (budget: Budget) => Walls;

/** Periods of whole days: the days that match, each with the same times. */
const ruleOfDays = (frequency: DayFrequency, rule: Rule, start: Start, days: YearDays | null): RuleWalls => {
  const minutes = orElse(rule.minutes, start.minute);
  const times: Times = {
    hours: orElse(rule.hours, start.hour).map((hour) => hour * 3_600_000),
    within: product(minutes, 60, orElse(rule.seconds, start.second), 1000),
  };
  const { interval, weekStart, setPositions } = rule;
  const periods = { frequency, interval, weekStart, startDay: start.day, days: days ?? everyDay };
  if (setPositions.length === 0) return (budget) => dayTimes(periodDays(periods, budget), times);
  const perDay = times.hours.length * times.within.length;
  const positions = setPositions.filter(
    (position) => Math.abs(position) <= perDay * daysAtMost(frequency, rule),
  );
  if (positions.length === 0) return () => noWalls;
  const exact: Times = { hours: [0], within: [0] };
  return (budget) => dayTimes(periodPositions(periods, times, positions, budget), exact);
};

const units = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 } as const;

const setOf = (list: readonly number[]): ReadonlySet<number> | null =>
  list.length > 0 ? new Set(list) : null;

/** Hours, minutes and seconds: steps from DTSTART, of which the other parts let some pass. */
const ruleOfSteps = (
  frequency: keyof typeof units,
  rule: Rule,
  start: Start,
  days: YearDays | null,
): RuleWalls => {
  const unitMs = units[frequency];
  const seconds = orElse(rule.seconds, start.second);
  const within = {
    HOURLY: product(orElse(rule.minutes, start.minute), 60, seconds, 1000),
    MINUTELY: seconds.map((second) => second * 1000),
    SECONDLY: [0],
  }[frequency];
  const steps: Steps = {
    start: Math.floor(start.wall / unitMs) * unitMs,
    unitMs,
    interval: rule.interval,
    dayFrom: days === null ? null : dayFinder(days),
    hours: setOf(rule.hours),
    minutes: frequency === 'HOURLY' ? null : setOf(rule.minutes),
    seconds: frequency === 'SECONDLY' ? setOf(rule.seconds) : null,
    within: positioned(within, rule.setPositions),
  };
  const weekdays = setOf(rule.weekdays.map(({ weekday }) => weekday));
  return canPass(steps, weekdays) ? (budget) => stepWalls(steps, budget) : () => noWalls;
};

const positioned = (within: readonly number[], positions: readonly number[]): readonly number[] =>
  positions.length === 0 ? within : indexesOf(positions, within.length).map((index) => within[index] ?? 0);

/** Makes a rule ready, once for all walks. The walks know nothing of COUNT. */
export const ruleFrom = (rule: Rule, startWall: WallMs): ((last: WallMs, budget: Budget) => Walls) => {
  const start = startOf(startWall);
  const days = yearDaysOf(dayPartsOf(rule, start));
  const { frequency } = rule;
  const walls =
    frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY'
      ? ruleOfSteps(frequency, rule, start, days)
      : ruleOfDays(frequency, rule, start, days);
  return (last, budget) => {
    const end = Math.min(last, rule.until ?? Number.POSITIVE_INFINITY);
    const inner = walls(budget);
    return {
      seek: (wall) => inner.seek(Math.max(wall, startWall)),
      next() {
        const wall = inner.next();
        return wall <= end ? wall : Number.POSITIVE_INFINITY;
      },
    };
  };
};
