import { dayMs } from './calendar.ts';
import type { NextInstant } from './instants.ts';
import { lastWall, type Walls } from './walls.ts';
import type { EpochMs, WallMs } from './zone.ts';

/** Elapsed time from the anchor, in both directions. */
export const elapsedInstants = (everyMs: number, anchor: EpochMs, from: EpochMs): NextInstant => {
  let count = Math.ceil((from - anchor) / everyMs);
  return () => {
    const instant = anchor + count * everyMs;
    count += 1;
    return instant <= lastWall ? instant : Number.POSITIVE_INFINITY;
  };
};

export const isWholeDays = (everyMs: number): boolean => everyMs % dayMs === 0;

/** Calendar days at the anchor's wall-clock time, in both directions. */
export const dayWalls = (everyMs: number, anchor: WallMs): Walls => {
  let count = 0;
  return {
    seek(wall) {
      count = Math.ceil((wall - anchor) / everyMs);
    },
    next() {
      const wall = anchor + count * everyMs;
      count += 1;
      return wall <= lastWall ? wall : Number.POSITIVE_INFINITY;
    },
  };
};
