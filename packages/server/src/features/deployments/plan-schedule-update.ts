import { DomainError, type ScheduleReplace } from '@carillon/core';
import { reconcileSchedules } from './reconcile-schedules.ts';
import {
  isChange,
  newSchedule,
  overlaid,
  refuseDoubleReplaces,
  refuseRepeatedSlugs,
  type SchedulePlan,
  type ScheduleState,
  type StoredSchedule,
} from './schedule-plan.ts';

/**
 * What an update's list of schedules does. Where every schedule of the deployment has a slug, each one of the list changes the
 * schedule of its slug or is added, and the others stay; otherwise, and when it is empty, the list states them all.
 * Throws SLUG_MISSING, SLUG_TAKEN, REPLACES_TWICE, SCHEDULE_MISSING.
 */
export const planScheduleUpdate = (
  existing: readonly StoredSchedule[],
  given: readonly ScheduleReplace[],
): SchedulePlan => {
  const allHaveSlugs = existing.every(({ slug }) => slug !== null);
  if (existing.length === 0 || given.length === 0 || !allHaveSlugs)
    return reconcileSchedules(existing, given);
  if (given.some(({ slug }) => slug == null)) throw new DomainError('SLUG_MISSING', {});
  return changeBySlug(existing, given);
};

/** Slugs mean what they meant before the request, so that a chain of renames or a swap is one request. */
const changeBySlug = (
  existing: readonly StoredSchedule[],
  given: readonly ScheduleReplace[],
): SchedulePlan => {
  refuseDoubleReplaces(given);
  const bySlug = new Map(existing.map((schedule) => [schedule.slug, schedule]));
  const outcome = new Map(existing.map((schedule) => [schedule.id, schedule]));
  const fresh: ScheduleState[] = [];
  for (const wish of given) {
    const target = bySlug.get(wish.replaces ?? wish.slug ?? null);
    if (target === undefined) fresh.push(newSchedule(wish));
    else outcome.set(target.id, overlaid(outcome.get(target.id) ?? target, wish));
  }
  refuseRepeatedSlugs([...outcome.values(), ...fresh]);
  return {
    added: fresh,
    changed: existing.map((from) => ({ from, to: outcome.get(from.id) ?? from })).filter(isChange),
    removed: [],
  };
};
