import type { RuleSet } from '../grammar/rrule.ts';
import { boundsOf, type CountBounds, isBoundsOf } from './count-bounds.ts';
import { clockOfAll, stretchOf, takesAway } from './exclusion.ts';
import { ruleFrom } from './rrule.ts';
import { dateWalls, difference, union } from './wall-sets.ts';
import { lastWall, stepsMax, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

/** What a set without DTSTART counts from: 2020-01-01T00:00. */
export const defaultStart: WallMs = 1_577_836_800_000;

/** A set made ready, once for all walks. */
export type ReadySet = {
  /** Null when no rule has a COUNT. */
  countBounds(): CountBounds | null;
  /** `bounds`: what countBounds() answered once; anything else is found anew. */
  walls(bounds: unknown): Walls;
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
    if (hasCount) known ??= boundsOf(all, start);
    return known;
  };

  return {
    countBounds,
    walls(given) {
      const budget = { left: stepsMax };
      const bounds = isBoundsOf(given, all) ? given : countBounds();
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
