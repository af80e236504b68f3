import type { ScheduleReplace } from '@carillon/core';
import { canonicalJson } from './canonical-json.ts';
import {
  isChange,
  newSchedule,
  overlaid,
  refuseDoubleReplaces,
  refuseRepeatedSlugs,
  type ScheduleChange,
  type SchedulePlan,
  type StoredSchedule,
} from './schedule-plan.ts';

/** What a schedule does, as text: equal for two schedules that make the same runs. */
const contentOf = ({ schedule, parameters, maxScheduledRuns }: ScheduleReplace): string =>
  canonicalJson([schedule, parameters ?? {}, maxScheduledRuns ?? null]);

type Fits = (from: StoredSchedule, wish: ScheduleReplace) => boolean;

/**
 * Which old schedule of the same content one that is wanted is, the likeliest first. Two that have slugs, and not the same, are
 * not the same schedule; a slug may be given to one that has none, or be dropped.
 */
const likeness: readonly Fits[] = [
  (from, wish) => from.slug === null && wish.slug == null && from.active === wish.active,
  (from, wish) => from.slug === null && wish.slug == null,
  (from, wish) => from.slug === null || wish.slug == null,
];

/**
 * What is to be done so that a deployment has the wanted schedules and no others. An old schedule is found again by its slug
 * (or as the one that `replaces` names), or without one by its content, and then keeps its id; of it changes what the wanted
 * one names. Throws SLUG_TAKEN, REPLACES_TWICE, SCHEDULE_MISSING.
 */
export const reconcileSchedules = (
  existing: readonly StoredSchedule[],
  wanted: readonly ScheduleReplace[],
): SchedulePlan => {
  refuseRepeatedSlugs(wanted);
  refuseDoubleReplaces(wanted);
  const left = new Map(existing.map((schedule) => [schedule.id, schedule]));
  const pairs: ScheduleChange[] = [];
  const pair = (from: StoredSchedule, wish: ScheduleReplace): void => {
    left.delete(from.id);
    pairs.push({ from, to: overlaid(from, wish) });
  };

  let unmatched = [...wanted];
  const match = (find: (wish: ScheduleReplace) => StoredSchedule | undefined): void => {
    unmatched = unmatched.filter((wish) => {
      const from = find(wish);
      if (from !== undefined) pair(from, wish);
      return from === undefined;
    });
  };

  const bySlug = new Map(existing.map((schedule) => [schedule.slug, schedule]));
  const leftOfSlug = (slug: string | null | undefined): StoredSchedule | undefined =>
    slug == null ? undefined : left.get(bySlug.get(slug)?.id ?? '');
  match(({ replaces }) => leftOfSlug(replaces));
  match(({ slug }) => leftOfSlug(slug));

  const byContent = Map.groupBy(left.values(), contentOf);
  for (const fits of likeness)
    match((wish) => byContent.get(contentOf(wish))?.find((from) => left.has(from.id) && fits(from, wish)));

  return {
    added: unmatched.map(newSchedule),
    changed: pairs.filter(isChange),
    removed: [...left.values()],
  };
};
