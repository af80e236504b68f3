import type { WallMs } from './zone.ts';

/** Walks the wall-clock times of a rule, ascending. */
export interface Walls {
  /** The next answer is the first time at or after this one. */
  seek(wall: WallMs): void;
  /** Infinity at the end. Throws SearchUndecided when it has looked too long without finding any. */
  next(): WallMs;
}

/** Steps that one search may take between two answers. */
export const stepsMax = 10_000;

export class SearchUndecided extends Error {
  override readonly name = 'SearchUndecided';
  constructor() {
    super(`no start was found within ${stepsMax.toLocaleString('en')} steps; whether there is one is undecided`);
  }
}
