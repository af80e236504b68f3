import type { Rule, RuleSet } from '../grammar/rrule.ts';
import { clockOfAll, difference, stretchOf, takesAway } from './exclusion.ts';
import { ruleFrom } from './rrule.ts';
import {
  type Budget,
  firstAtLeast,
  lastWall,
  SearchUndecided,
  spend,
  stepsMax,
  type Walls,
} from './walls.ts';
import type { WallMs } from './zone.ts';

/** The last wall-clock time of each rule that has a COUNT, null for one that has none; RRULEs first, then EXRULEs. */
export type CountBounds = readonly (WallMs | null)[];

/** What a set without DTSTART counts from: 2020-01-01T00:00. */
export const defaultStart: WallMs = 1_577_836_800_000;

/** Times and steps that finding the ends of all COUNTs of a set may take. */
const countStepsMax = 300_000;

const dateWalls = (dates: readonly WallMs[]): Walls => {
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
const union = (parts: readonly Walls[]): Walls => {
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

/** The wall-clock time at which a rule has used up its COUNT; before its start when COUNT is 0 or it never fires. */
const lastOfCount = (rule: Rule, start: WallMs, budget: Budget): WallMs | null => {
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

const boundsOf = (rules: readonly Rule[], start: WallMs): CountBounds => {
  const budget = { left: countStepsMax };
  try {
    return rules.map((rule) => lastOfCount(rule, start, budget));
  } catch (error) {
    if (!(error instanceof SearchUndecided)) throw error;
    const steps = countStepsMax.toLocaleString('en');
    throw new SearchUndecided(`COUNT is not used up within ${steps} steps; where it ends is undecided`);
  }
};

/** A set made ready, once for all walks. */
export type ReadySet = {
  /** Null when no rule has a COUNT. Found by walking from DTSTART, so it is worth keeping. */
  countBounds(): CountBounds | null;
  walls(bounds: CountBounds | null): Walls;
};

export const readySet = (set: RuleSet): ReadySet => {
  const { rules, exclusions, dates, exceptions } = set;
  const start = set.start ?? defaultStart;
  const all = [...rules, ...exclusions];
  const ready = all.map((rule) => ruleFrom(rule, start));
  const isGone = rules.map((rule) => exclusions.some((exclusion) => takesAway(exclusion, rule, start)));
  const clock = clockOfAll(rules, dates, start);
  const stretches = exclusions.map((exclusion) => stretchOf(exclusion, start, clock));
  const hasCount = all.some(({ count }) => count !== null);
  let known: CountBounds | null = null;

  const countBounds = (): CountBounds | null => {
    if (!hasCount) return null;
    known ??= boundsOf(all, start);
    return known;
  };

  return {
    countBounds,
    walls(given) {
      const budget = { left: stepsMax };
      const bounds = given ?? countBounds();
      const ends = all.map(({ until }, index) => Math.min(bounds?.[index] ?? lastWall, until ?? lastWall));
      const walks = ready.map((rule, index) => rule(ends[index] ?? lastWall, budget));
      const kept = walks.filter((_, index) => isGone[index] === false);
      if (dates.length > 0) kept.push(dateWalls(dates));
      const taken = walks.slice(rules.length).map((walls, index) => ({
        walls,
        stretch: stretches[index] ?? 0,
        end: ends[rules.length + index] ?? lastWall,
      }));
      if (exceptions.length > 0) taken.push({ walls: dateWalls(exceptions), stretch: 0, end: lastWall });
      const walls = taken.length === 0 ? union(kept) : difference(union(kept), taken, budget);
      return {
        seek(wall) {
          budget.left = stepsMax;
          walls.seek(wall);
        },
        next() {
          budget.left = stepsMax;
          return walls.next();
        },
      };
    },
  };
};
