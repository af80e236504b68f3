import type { Rule } from '../grammar/rrule.ts';
import { dateOf, dayMs, weekdayOf } from './calendar.ts';
import { dayTimes, type Times } from './day-times.ts';
import { type Clock, clockOfRule } from './rrule-clock.ts';
import { type DayParts, everyDay, type YearDays, yearDaysOf } from './rrule-days.ts';
import { type DayFrequency, indexesOf, periodDays, periodPositions } from './rrule-periods.ts';
import { canPass, dayFinder, type Steps, stepWalls } from './rrule-steps.ts';
import { type Budget, noWalls, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

/** A rule that names no day means DTSTART's own: its weekday, its day of the month, in a yearly rule its month too. */
const dayPartsOf = (rule: Rule, day: number): DayParts => {
  const { frequency, weekNumbers, yearDays, monthDays, weekdays, easters, months } = rule;
  if ([weekNumbers, yearDays, monthDays, weekdays, easters].some((part) => part.length > 0)) return rule;
  const { month, dayOfMonth } = dateOf(day);
  if (frequency === 'WEEKLY') return { ...rule, weekdays: [{ weekday: weekdayOf(day), nth: 0 }] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [dayOfMonth] };
  if (frequency !== 'YEARLY') return rule;
  return { ...rule, monthDays: [dayOfMonth], months: months.length > 0 ? months : [month] };
};

/** What is ready for a walk: a rule, the fields of its clock, where it starts and its days. */
type Ready = { rule: Rule; clock: Clock; start: WallMs; days: YearDays | null };
type RuleWalls = (budget: Budget) => Walls;

const minutesAndSeconds = ({ minutes, seconds }: Clock): number[] =>
  (minutes ?? []).flatMap((minute) => (seconds ?? []).map((second) => (minute * 60 + second) * 1000));

/** No period has more matching days, so that a position beyond them needs no search. */
const daysAtMost = (frequency: DayFrequency, { weekdays }: Rule): number =>
  ({ YEARLY: 366, MONTHLY: 31, WEEKLY: weekdays.length || 7, DAILY: 1 })[frequency];

/** Periods of whole days: the days that match, each with the same times. */
const ruleOfDays = (frequency: DayFrequency, { rule, clock, start, days }: Ready): RuleWalls => {
  const { interval, weekStart, setPositions } = rule;
  const times: Times = {
    hours: (clock.hours ?? []).map((hour) => hour * 3_600_000),
    within: minutesAndSeconds(clock),
  };
  const startDay = Math.floor(start / dayMs);
  const periods = { frequency, interval, weekStart, startDay, days: days ?? everyDay };
  if (setPositions.length === 0) return (budget) => dayTimes(periodDays(periods, budget), times);
  const timesAtMost = times.hours.length * times.within.length * daysAtMost(frequency, rule);
  const positions = setPositions.filter((position) => Math.abs(position) <= timesAtMost);
  if (positions.length === 0) return () => noWalls;
  const exact: Times = { hours: [0], within: [0] };
  return (budget) => dayTimes(periodPositions(periods, times, positions, budget), exact);
};

const units = { HOURLY: 3_600_000, MINUTELY: 60_000, SECONDLY: 1000 } as const;
type StepFrequency = keyof typeof units;

const setOf = (list: readonly number[] | null): ReadonlySet<number> | null =>
  list === null ? null : new Set(list);

/** Hours, minutes and seconds: steps from DTSTART, of which the other parts let some pass. */
const ruleOfSteps = (frequency: StepFrequency, { rule, clock, start, days }: Ready): RuleWalls => {
  const unitMs = units[frequency];
  const within = {
    HOURLY: minutesAndSeconds(clock),
    MINUTELY: (clock.seconds ?? []).map((second) => second * 1000),
    SECONDLY: [0],
  }[frequency];
  const { interval, setPositions, weekdays } = rule;
  const steps: Steps = {
    start: Math.floor(start / unitMs) * unitMs,
    unitMs,
    interval,
    dayFrom: days === null ? null : dayFinder(days),
    hours: setOf(clock.hours),
    minutes: frequency === 'HOURLY' ? null : setOf(clock.minutes),
    seconds: frequency === 'SECONDLY' ? setOf(clock.seconds) : null,
    within:
      setPositions.length === 0
        ? within
        : indexesOf(setPositions, within.length).map((index) => within[index] ?? 0),
  };
  const named = weekdays.length === 0 ? null : new Set(weekdays.map(({ weekday }) => weekday));
  return canPass(steps, named) ? (budget) => stepWalls(steps, budget) : () => noWalls;
};

/** Makes a rule ready, once for all walks; each walk goes up to `last`. */
export const ruleFrom = (rule: Rule, start: WallMs): ((last: WallMs, budget: Budget) => Walls) => {
  const { frequency } = rule;
  const days = yearDaysOf(dayPartsOf(rule, Math.floor(start / dayMs)));
  const ready: Ready = { rule, clock: clockOfRule(rule, start), start, days };
  const walls =
    frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY'
      ? ruleOfSteps(frequency, ready)
      : ruleOfDays(frequency, ready);
  return (last, budget) => {
    const inner = walls(budget);
    return {
      seek: (wall) => inner.seek(Math.max(wall, start)),
      next() {
        const wall = inner.next();
        return wall <= last ? wall : Number.POSITIVE_INFINITY;
      },
    };
  };
};
