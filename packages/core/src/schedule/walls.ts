import type { WallMs } from './zone.ts';

/** Walks the wall-clock times of a rule, ascending. */
export interface Walls {
  /** The next answer is the first time at or after this one. */
  seek(wall: WallMs): void;
  /** Infinity at the end. Throws SearchUndecided when it has looked too long without finding any. */
  next(): WallMs;
}

/** 0001-01-01T00:00, and nothing starts before. */
export const firstWall = -62_135_596_800_000;

/** 9999-12-31T23:59:59.999: no walk goes past it. */
export const lastWall = 253_402_300_799_999;

export const noWalls: Walls = { seek() {}, next: () => Number.POSITIVE_INFINITY };

/** Steps that one search may take between two answers. */
export const stepsMax = 10_000;

export class SearchUndecided extends Error {
  override readonly name = 'SearchUndecided';
  constructor(
    message = `no start was found within ${stepsMax.toLocaleString('en')} steps; whether there is one is undecided`,
  ) {
    super(message);
  }
}

/** Steps that are left to a search; whoever begins one fills it up. */
export type Budget = { left: number };

/** To be called for every step that finds nothing. */
export const spend = (budget: Budget): void => {
  budget.left -= 1;
  if (budget.left < 0) throw new SearchUndecided();
};

/** The first index whose value is at least this one; the length where there is none. */
export const firstAtLeast = (ascending: readonly number[], value: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
