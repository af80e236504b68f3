import type { EpochMs } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { runName } from '../flow-runs/run-name.ts';
import type { RunParameters } from './run-parameters.ts';
import { insertScheduledRuns } from './statements/insert-scheduled-runs.ts';

/** Rows in one statement: many enough that more would not be quicker, few enough to end long before its timeout. */
const runsMax = 10_000;

export type PlannedStarts = RunParameters & { scheduleId: string; starts: readonly EpochMs[] };

/**
 * Makes the runs of these starts of locked schedules, but for those that are there; those that cannot be begun have failed.
 * Answers how many it made.
 */
export const makePlannedRuns = async (
  { db, now, afterCommit, services }: Context,
  planned: readonly PlannedStarts[],
): Promise<number> => {
  const runs = planned.flatMap(({ scheduleId, starts }) =>
    starts.map((start) => ({
      id: newId(now),
      stateId: newId(now),
      scheduleId,
      start: new Date(start),
      name: runName(),
    })),
  );
  let made = 0;
  const waiting = new Set<string | null>();
  for (let first = 0; first < runs.length; first += runsMax) {
    const rows = await insertScheduledRuns(db, {
      runs: runs.slice(first, first + runsMax),
      sources: planned,
      now,
    });
    made += rows.length;
    for (const row of rows) waiting.add(row.deployment_id).add(row.work_queue_id);
  }
  afterCommit(() => services.wake.runsScheduled([...waiting]));
  return made;
};
