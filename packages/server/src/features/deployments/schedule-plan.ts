import { DomainError, type JsonObject, type Schedule, type ScheduleReplace } from '@carillon/core';
import { sameJson } from './canonical-json.ts';

/** What people say of a schedule. */
export type ScheduleState = {
  schedule: Schedule;
  active: boolean;
  maxScheduledRuns: number | null;
  parameters: JsonObject;
  slug: string | null;
};
export type StoredSchedule = ScheduleState & { id: string };

/** What becomes of a deployment's schedules; those in none of the lists stay as they are. */
export type SchedulePlan = {
  added: ScheduleState[];
  changed: ScheduleChange[];
  removed: StoredSchedule[];
};
export type ScheduleChange = { from: StoredSchedule; to: StoredSchedule };

export const noSchedulePlan: SchedulePlan = { added: [], changed: [], removed: [] };

/** The old schedule with what a request names of it. */
export const overlaid = (from: StoredSchedule, wish: ScheduleReplace): StoredSchedule => ({
  id: from.id,
  schedule: wish.schedule ?? from.schedule,
  active: wish.active ?? from.active,
  maxScheduledRuns: wish.maxScheduledRuns === undefined ? from.maxScheduledRuns : wish.maxScheduledRuns,
  parameters: wish.parameters ?? from.parameters,
  slug: wish.slug === undefined ? from.slug : wish.slug,
});

export const isChange = ({ from, to }: ScheduleChange): boolean => !sameJson(from, to);

/** A schedule that was not there before: active unless the request says otherwise. */
export const newSchedule = ({
  schedule,
  active,
  maxScheduledRuns,
  parameters,
  slug,
}: ScheduleReplace): ScheduleState => {
  if (schedule === undefined) {
    if (slug != null) throw new DomainError('SCHEDULE_MISSING', { slug });
    const message = 'a new schedule needs a schedule (cron, interval or rrule)';
    throw new DomainError('INPUT_INVALID', { issues: [{ path: ['schedules'], message }] });
  }
  return {
    schedule,
    active: active ?? true,
    maxScheduledRuns: maxScheduledRuns ?? null,
    parameters: parameters ?? {},
    slug: slug ?? null,
  };
};

/** Two that stand for the same old schedule. */
export const refuseDoubleReplaces = (wishes: readonly ScheduleReplace[]): void => {
  const twice = repeated(wishes.flatMap(({ replaces }) => replaces ?? []));
  if (twice !== undefined) throw new DomainError('REPLACES_TWICE', { slug: twice });
};

export const refuseRepeatedSlugs = (schedules: readonly { slug?: string | null | undefined }[]): void => {
  const slug = repeated(schedules.flatMap((schedule) => schedule.slug ?? []));
  if (slug !== undefined) throw new DomainError('SLUG_TAKEN', { slug });
};

const repeated = (texts: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
};
