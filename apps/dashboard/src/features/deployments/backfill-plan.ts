import { between, type DeploymentSchedule } from '@carillon/core';

/** Starts that one call makes of a schedule at most. */
const chunkMax = 1000;
export const backfillMax = 20_000;

type Planned = Pick<DeploymentSchedule, 'schedule' | 'active' | 'slug'>;

export type BackfillPlan = {
  /** How many runs each schedule gets, by what it is called. */
  schedules: readonly { name: string; count: number }[];
  count: number;
  /** Ranges that one call each can make. */
  chunks: readonly { startTime: Date; endTime: Date }[];
};

/** What a backfill of a range would make, as core's engine tells it before anything is done. Only schedules that are on count. */
export const backfillPlan = (
  schedules: readonly Planned[],
  from: number,
  until: number,
  nameOf: (schedule: Planned) => string,
): BackfillPlan => {
  const found = schedules
    .filter(({ active }) => active)
    .map((one) => ({ name: nameOf(one), starts: between(one.schedule, from, until) }));
  const starts = found.flatMap((one) => one.starts).sort((a, b) => a - b);
  const chunks = Array.from({ length: Math.ceil(starts.length / chunkMax) }, (_, index) => {
    const chunk = starts.slice(index * chunkMax, (index + 1) * chunkMax);
    return { startTime: new Date(chunk[0] ?? from), endTime: new Date(chunk.at(-1) ?? until) };
  });
  return {
    schedules: found.map(({ name, starts: { length: count } }) => ({ name, count })),
    count: starts.length,
    chunks,
  };
};
