import type { Rule } from '../grammar/rrule.ts';
import { ruleFrom } from './rrule.ts';
import { type Budget, lastWall, SearchUndecided, spend } from './walls.ts';
import type { WallMs } from './zone.ts';

/** The last wall-clock time of each rule that has a COUNT, null for one that has none; RRULEs first, then EXRULEs. */
export type CountBounds = readonly (WallMs | null)[];

/** Times and steps that finding the ends of all COUNTs of a set may take. */
const stepsMax = 300_000;

/** The time at which a rule has used up its COUNT; before its start when COUNT is 0 or it never fires. */
const boundOf = (rule: Rule, start: WallMs, budget: Budget): WallMs | null => {
  if (rule.count === null) return null;
  const walls = ruleFrom(rule, start)(rule.until ?? lastWall, budget);
  walls.seek(start);
  let last = start - 1;
  for (let left = rule.count; left > 0; left -= 1) {
    const wall = walls.next();
    if (wall === Number.POSITIVE_INFINITY) break;
    spend(budget);
    last = wall;
  }
  return last;
};

/** Walks from DTSTART to where each COUNT ends. Throws SearchUndecided when that takes too long. */
export const boundsOf = (rules: readonly Rule[], start: WallMs): CountBounds => {
  const budget = { left: stepsMax };
  try {
    return rules.map((rule) => boundOf(rule, start, budget));
  } catch (error) {
    if (!(error instanceof SearchUndecided)) throw error;
    const steps = stepsMax.toLocaleString('en');
    throw new SearchUndecided(`COUNT is not used up within ${steps} steps; where it ends is undecided`);
  }
};

/** Whether a kept value are the bounds of these rules. */
export const isBoundsOf = (value: unknown, rules: readonly Rule[]): value is CountBounds =>
  Array.isArray(value) &&
  value.length === rules.length &&
  rules.every(({ count }, index) =>
    count === null ? value[index] === null : typeof value[index] === 'number',
  );
