import type { Rule } from '../grammar/rrule.ts';
import { dayMs } from './calendar.ts';
import type { WallMs } from './zone.ts';

/** The hours, minutes and seconds at which something fires, ascending; null for all of them. */
export type Clock = {
  hours: readonly number[] | null;
  minutes: readonly number[] | null;
  seconds: readonly number[] | null;
};

export type ClockTime = { hour: number; minute: number; second: number };

export const clockTime = (wall: WallMs): ClockTime => {
  const second = Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / 1000);
  return { hour: Math.floor(second / 3600), minute: Math.floor(second / 60) % 60, second: second % 60 };
};

/** A part that is not there means every value, or DTSTART's own where the frequency is slower than the part. */
export const clockOfRule = (rule: Rule, start: WallMs): Clock => {
  const { frequency, hours, minutes, seconds } = rule;
  const own = clockTime(start);
  const isSecondly = frequency === 'SECONDLY';
  const isMinutely = isSecondly || frequency === 'MINUTELY';
  const isHourly = isMinutely || frequency === 'HOURLY';
  const of = (list: readonly number[], value: number, isAll: boolean): readonly number[] | null =>
    list.length > 0 ? list : isAll ? null : [value];
  return {
    hours: of(hours, own.hour, isHourly),
    minutes: of(minutes, own.minute, isMinutely),
    seconds: of(seconds, own.second, isSecondly),
  };
};
