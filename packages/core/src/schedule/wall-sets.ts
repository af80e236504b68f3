import { type Budget, firstAtLeast, spend, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

/** Dates that ascend. */
export const dateWalls = (dates: readonly WallMs[]): Walls => {
  let index = 0;
  return {
    seek(wall) {
      index = firstAtLeast(dates, wall);
    },
    next() {
      const wall = dates[index] ?? Number.POSITIVE_INFINITY;
      index += 1;
      return wall;
    },
  };
};

/** All times of several walks, each once. */
export const union = (parts: readonly Walls[]): Walls => {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const heads = new Float64Array(parts.length);
  return {
    seek(wall) {
      parts.forEach((part, index) => {
        part.seek(wall);
        heads[index] = part.next();
      });
    },
    next() {
      let least = Number.POSITIVE_INFINITY;
      for (const head of heads) if (head < least) least = head;
      if (least === Number.POSITIVE_INFINITY) return least;
      for (let index = 0; index < heads.length; index += 1)
        if (heads[index] === least) heads[index] = parts[index]?.next() ?? Number.POSITIVE_INFINITY;
      return least;
    },
  };
};

/** What is taken away: no time is kept in the `stretch` around one of these, up to `end`. */
export type Exclusion = { walls: Walls; stretch: number; end: WallMs };

/** The first time at or after a wall; `head` is the one that was found last. */
const reach = ({ walls }: Exclusion, head: WallMs, wall: WallMs): WallMs => {
  const next = head < wall ? walls.next() : head;
  if (next >= wall) return next;
  walls.seek(wall);
  return walls.next();
};

/** The times that no exclusion takes away. */
export const difference = (kept: Walls, exclusions: readonly Exclusion[], budget: Budget): Walls => {
  const heads = new Float64Array(exclusions.length);

  /** Where to go on after a time that is taken away; the time itself when it is kept. */
  const after = (wall: WallMs): WallMs => {
    let resume = wall;
    exclusions.forEach((exclusion, index) => {
      const head = reach(exclusion, heads[index] ?? 0, wall);
      heads[index] = head;
      if (head !== wall) return;
      const { stretch, end } = exclusion;
      const stretchEnd = stretch === 0 ? wall + 1 : (Math.floor(wall / stretch) + 1) * stretch;
      resume = Math.max(resume, Math.min(stretchEnd, end + 1));
    });
    return resume;
  };

  return {
    seek(wall) {
      kept.seek(wall);
      exclusions.forEach(({ walls }, index) => {
        walls.seek(wall);
        heads[index] = walls.next();
      });
    },
    next() {
      for (;;) {
        const wall = kept.next();
        if (wall === Number.POSITIVE_INFINITY) return wall;
        const resume = after(wall);
        if (resume === wall) return wall;
        spend(budget);
        if (resume > wall + 1) kept.seek(resume);
      }
    },
  };
};
