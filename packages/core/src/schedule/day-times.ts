import { firstAtLeast, noWalls, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

/** Times of a day as sums of two lists, both ascending, in milliseconds; `within` stays below the distance of two `hours`. */
export type Times = { hours: readonly number[]; within: readonly number[] };

/** The beginnings of days, in ascending portions such as months or years. */
export interface Portions {
  /** The next portion is the one that holds this time. */
  seek(wall: WallMs): void;
  /** A portion with at least one day, valid until the next call; null at the end. */
  next(): readonly WallMs[] | null;
}

/** Every time of every day. */
export const dayTimes = (days: Portions, { hours, within }: Times): Walls => {
  const firstHour = hours[0];
  const firstWithin = within[0];
  if (firstHour === undefined || firstWithin === undefined) return noWalls;
  const lastWithin = within.at(-1) ?? 0;
  const lastTime = (hours.at(-1) ?? 0) + lastWithin;
  let portion: readonly WallMs[] = [];
  let day = 0;
  let hour = 0;
  let time = 0;
  let base = 0;

  return {
    seek(wall) {
      days.seek(wall);
      portion = days.next() ?? [];
      day = firstAtLeast(portion, wall - lastTime);
      hour = hours.length;
      time = within.length;
      const start = portion[day];
      if (start === undefined) return;
      hour = 0;
      while ((hours[hour] ?? 0) + lastWithin < wall - start) hour += 1;
      base = start + (hours[hour] ?? 0);
      time = firstAtLeast(within, wall - base);
    },
    next() {
      if (time < within.length) {
        const wall = base + (within[time] ?? 0);
        time += 1;
        return wall;
      }
      hour += 1;
      if (hour >= hours.length) {
        day += 1;
        if (day >= portion.length) {
          const following = days.next();
          if (following === null) {
            portion = [];
            return Number.POSITIVE_INFINITY;
          }
          portion = following;
          day = 0;
        }
        hour = 0;
      }
      base = (portion[day] ?? 0) + (hours[hour] ?? 0);
      time = 1;
      return base + firstWithin;
    },
  };
};
