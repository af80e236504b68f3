import type { CronFields } from '../grammar/cron.ts';
import { dateOf, dayMs, dayOf, monthLength, weekdayOf, yearStart } from './calendar.ts';
import { dayTimes, type Portions, type Times } from './day-times.ts';
import type { Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

const yearMin = 1970;
const yearMax = 2100;

const lowestBit = (mask: number): number => 31 - Math.clz32(mask & -mask);

/** Bit d is set for each day d (from 1) of a month of 31 days that begins on a weekday (from Monday 0). */
const weekdayMasks = (weekdays: number): number[] =>
  Array.from({ length: 7 }, (_, first) => {
    let mask = 0;
    for (let day = 1; day <= 31; day += 1) if ((weekdays >> ((first + day - 1) % 7)) & 1) mask |= 1 << day;
    return mask;
  });

const timesOf = ({ hours, minutes, seconds }: CronFields): Times => ({
  hours: hours.map((hour) => hour * 3_600_000),
  within: minutes.flatMap((minute) => seconds.map((second) => (minute * 60 + second) * 1000)),
});

const firstOfMonth = 1 << 1;

/**
 * Days at the beginning of March that croniter, and so Prefect, passes over: on the way to a listed 30th or 31st that February
 * does not have it goes on to the 2nd or 3rd of March. Not so when February's last day or the 1st fires anyway.
 */
const passedOver = ({ months, days, lastDay }: CronFields, weekdays: number, year: number): number => {
  const length = monthLength(year, 2);
  const missing = days & (-1 << (length + 1));
  const isHeld = lastDay || (days >> length) & 1 || weekdays & firstOfMonth || ((months >> 2) & 1) === 0;
  if (missing === 0 || isHeld) return 0;
  return (1 << (lowestBit(missing) - length)) - 1;
};

type Month = { year: number; month: number; firstDay: number };

/** Bits of the days of a month that match. */
type DayMatcher = (month: Month, dayOr: boolean) => number;

const dayMatcher = (fields: CronFields): DayMatcher => {
  const plain = weekdayMasks(fields.weekdays);
  return ({ year, month, firstDay }, dayOr) => {
    const length = monthLength(year, month);
    const all = length === 31 ? -2 : (1 << (length + 1)) - 2;
    const first = weekdayOf(firstDay);
    let days = (fields.days | (fields.lastDay ? 1 << length : 0)) & all;
    let weekdays = (plain[first] ?? 0) & all;
    for (const { weekday, nth } of fields.nthWeekdays) {
      const day = 1 + ((weekday - first + 7) % 7) + 7 * (nth - 1);
      if (day <= length) weekdays |= 1 << day;
    }
    for (const weekday of fields.lastWeekdays) {
      const last = (first + length - 1) % 7;
      weekdays |= 1 << (length - ((last - weekday + 7) % 7));
    }
    if (!fields.daysRestricted) return fields.weekdaysRestricted ? weekdays : all;
    if (month === 3 && (dayOr || !fields.weekdaysRestricted))
      days &= ~passedOver(fields, fields.weekdaysRestricted ? weekdays : 0, year);
    if (!fields.weekdaysRestricted) return days;
    return dayOr ? days | weekdays : days & weekdays;
  };
};

/** The matching days month by month, from 1970 to 2100: fewer than 1,600 months, so a search always ends. */
const matchingDays = ({ months, years }: CronFields, daysIn: DayMatcher, dayOr: boolean): Portions => {
  const days: WallMs[] = [];
  /** The month that is looked at next. */
  let year = yearMin;
  let month = 1;
  let firstDay = yearStart(yearMin);

  const matching = (): number =>
    (months >> month) & 1 && years?.has(year) !== false ? daysIn({ year, month, firstDay }, dayOr) : 0;

  return {
    seek(wall) {
      const date = dateOf(Math.max(Math.floor(wall / dayMs), yearStart(yearMin)));
      ({ year, month } = date);
      firstDay = dayOf(year, month, 1);
    },
    next() {
      days.length = 0;
      while (year <= yearMax && days.length === 0) {
        for (let left = matching(); left !== 0; left &= left - 1)
          days.push((firstDay - 1 + lowestBit(left)) * dayMs);
        firstDay += monthLength(year, month);
        month += 1;
        if (month > 12) {
          month = 1;
          year += 1;
        }
      }
      return days.length > 0 ? days : null;
    },
  };
};

/** Makes an expression ready, once for all walks. Its times lie from 1970 to 2100. */
export const readyCron = (fields: CronFields): ((dayOr: boolean) => Walls) => {
  const times = timesOf(fields);
  const daysIn = dayMatcher(fields);
  return (dayOr) => dayTimes(matchingDays(fields, daysIn, dayOr), times);
};
