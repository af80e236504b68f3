import { type EpochMs, occurrences, plan, type Schedule } from '@carillon/core';
import type { ServerConfig } from '../../config.ts';
import { type PlannedSchedule, storedSchedule } from './planned-schedule.ts';
import type { Refilled } from './statements/mark-refilled.ts';

/** A gap longer than this many starts is counted up to here: the figure is for people. */
const missedMax = 10_000;
const errorBackoffMs = { first: 30_000, longest: 3_600_000 };

export type Planned = { starts: EpochMs[]; refilled: Refilled };

type Limits = Pick<ServerConfig, 'maxRuns' | 'minRuns' | 'maxScheduledSeconds' | 'minScheduledSeconds'>;

/** Starts after what is planned and before now: nobody was there to plan them. */
const missedStarts = (schedule: Schedule, row: PlannedSchedule, nowMs: EpochMs): Refilled['missed'] => {
  // A capped schedule skips starts by its own limit, which nobody missed.
  if (row.planned_until === null || row.planned_until.getTime() >= nowMs || row.max_scheduled_runs !== null)
    return null;
  let count = 0;
  let first: EpochMs | null = null;
  let last: EpochMs | null = null;
  const from = row.planned_until.getTime() + 1;
  for (const start of occurrences(schedule, from, { bounds: row.count_bounds })) {
    if (start >= nowMs || count >= missedMax) break;
    first ??= start;
    last = start;
    count += 1;
  }
  return first === null || last === null ? null : { count, from: new Date(first), until: new Date(last) };
};

const backoff = (errorCount: number): number =>
  Math.min(errorBackoffMs.longest, errorBackoffMs.first * 2 ** Math.min(errorCount, 10));

/**
 * What one schedule still needs: the starts that lie ahead and are not planned yet, and when to look again. A schedule that
 * cannot be planned is answered with its error and a later look, and so never spoils its batch.
 */
export const planSchedule = (row: PlannedSchedule, now: Date, limits: Limits): Planned => {
  const nowMs = now.getTime();
  try {
    const schedule = storedSchedule(row.schedule);
    const maxRuns = Math.min(limits.maxRuns, row.max_scheduled_runs ?? limits.maxRuns);
    const { starts, refillAt } = plan(schedule, {
      start: nowMs,
      end: nowMs + limits.maxScheduledSeconds * 1000,
      minTime: limits.minScheduledSeconds * 1000,
      minRuns: limits.minRuns,
      maxRuns,
      bounds: row.count_bounds,
    });
    const plannedMs = row.planned_until?.getTime() ?? Number.NEGATIVE_INFINITY;
    const last = starts.at(-1);
    return {
      starts: starts.filter((start) => start > plannedMs),
      refilled: {
        id: row.id,
        refillAt: refillAt === null ? null : new Date(refillAt),
        // Where nothing lies ahead, now itself is how far the plan reaches.
        plannedUntil: new Date(Math.max(last ?? nowMs, Number.isFinite(plannedMs) ? plannedMs : 0)),
        error: null,
        errorCount: 0,
        missed: missedStarts(schedule, row, nowMs),
      },
    };
  } catch (error) {
    return {
      starts: [],
      refilled: {
        id: row.id,
        refillAt: new Date(nowMs + backoff(row.error_count)),
        plannedUntil: null,
        error: error instanceof Error ? error.message : String(error),
        errorCount: row.error_count + 1,
        missed: null,
      },
    };
  }
};
