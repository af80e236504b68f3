import type { CronFields } from '../grammar/cron.ts';
import { dayMs, daysBeforeMonth, monthLength, monthOf, weekdayOf, yearOf, yearStart } from './calendar.ts';
import type { Walls } from './walls.ts';

const yearMin = 1970;
const yearMax = 2100;

/** Bit d is set for each day d (from 1) of a month of 31 days that begins on a weekday (from Monday 0). */
const weekdayMasks = (weekdays: number): number[] =>
  Array.from({ length: 7 }, (_, first) => {
    let mask = 0;
    for (let day = 1; day <= 31; day += 1) if ((weekdays >> ((first + day - 1) % 7)) & 1) mask |= 1 << day;
    return mask;
  });

/** The seconds of a day at which it fires, ascending. */
const timesOf = ({ hours, minutes, seconds }: CronFields): Int32Array => {
  const times = new Int32Array(hours.length * minutes.length * seconds.length);
  let index = 0;
  for (const hour of hours) for (const minute of minutes) for (const second of seconds) times[index++] = hour * 3600 + minute * 60 + second;
  return times;
};

/** Bits of the days of a month that match. */
const dayMatcher = (fields: CronFields, dayOr: boolean): ((year: number, month: number) => number) => {
  const plain = weekdayMasks(fields.weekdays);
  return (year, month) => {
    const length = monthLength(year, month);
    const all = length === 31 ? -2 : (1 << (length + 1)) - 2;
    const first = weekdayOf(yearStart(year) + daysBeforeMonth(year, month));
    const days = (fields.days | (fields.lastDay ? 1 << length : 0)) & all;
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
    if (!fields.weekdaysRestricted) return days;
    return dayOr ? days | weekdays : days & weekdays;
  };
};

const lowestBit = (mask: number): number => 31 - Math.clz32(mask & -mask);

/** Times of a cron expression, from 1970 to 2100. One step a month, so a search always ends. */
export const cronWalls = (fields: CronFields, dayOr: boolean): Walls => {
  const times = timesOf(fields);
  const daysIn = dayMatcher(fields, dayOr);
  const years = fields.years === null ? null : new Set(fields.years);
  let year = yearMin;
  let month = 0;
  let left = 0;
  let monthStart = 0;
  let dayStart = 0;
  let time = times.length;

  const enterMonth = (): void => {
    const matches = (fields.months >> month) & 1 && (years === null || years.has(year));
    left = matches ? daysIn(year, month) : 0;
    monthStart = yearStart(year) + daysBeforeMonth(year, month) - 1;
  };
  const enterDay = (): boolean => {
    while (left === 0) {
      if (year > yearMax) return false;
      month += 1;
      if (month > 12) {
        month = 1;
        year += 1;
        if (year > yearMax) return false;
      }
      enterMonth();
    }
    dayStart = (monthStart + lowestBit(left)) * dayMs;
    left &= left - 1;
    time = 0;
    return true;
  };

  return {
    seek(wall) {
      const day = Math.floor(wall / dayMs);
      time = times.length;
      year = yearOf(day);
      if (year < yearMin) {
        year = yearMin;
        month = 0;
        left = 0;
        return;
      }
      if (year > yearMax) {
        left = 0;
        return;
      }
      const dayOfYear = day - yearStart(year);
      month = monthOf(year, dayOfYear);
      enterMonth();
      const dayOfMonth = dayOfYear - daysBeforeMonth(year, month) + 1;
      const isToday = (left >> dayOfMonth) & 1;
      left = dayOfMonth === 31 ? 0 : (left >> (dayOfMonth + 1)) << (dayOfMonth + 1);
      if (isToday === 0) return;
      dayStart = day * dayMs;
      const second = Math.ceil((wall - dayStart) / 1000);
      // The first time of the day that is not before the second: binary search.
      let low = 0;
      let high = times.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((times[middle] ?? 0) < second) low = middle + 1;
        else high = middle;
      }
      time = low;
    },
    next() {
      if (time >= times.length && !enterDay()) return Number.POSITIVE_INFINITY;
      const at = times[time] ?? 0;
      time += 1;
      return dayStart + at * 1000;
    },
  };
};
