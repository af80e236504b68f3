import { noStateDetails, type StateCreate, type StateType, stateId, transition } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { wakePools } from '../work-pools/wake-pools.ts';
import { announceState } from './announce-state.ts';
import { type LockedRow, orchestratedRun, stateOf } from './orchestrated-run.ts';
import { writeStates } from './statements/write-state.ts';

/** What the server itself has to say of a run. */
export type ForcedState = { type: StateType; name: string; message: string };

export const forcedState = (state: ForcedState): StateCreate => ({
  ...state,
  data: null,
  stateDetails: noStateDetails,
});

/**
 * Ends locked runs, or tells them to end, without asking more rules than the few that even force asks. The slots that they held
 * are free where they have ended.
 */
export const forceStates = async (
  context: Context,
  forced: readonly { row: LockedRow; state: ForcedState }[],
): Promise<void> => {
  const { db, now, actor } = context;
  const written = forced.flatMap(({ row, state }) => {
    const { write } = transition(orchestratedRun(row), forcedState(state), {
      now,
      stateId: stateId.parse(newId(now)),
      force: true,
      concurrency: { limit: 'none' },
      random: Math.random(),
    });
    return write === null ? [] : [{ row, write }];
  });
  if (written.length === 0) return;
  const writes = written.map(({ row, write }) => ({
    runId: row.id,
    states: [write.state] as const,
    run: write.run,
  }));
  await writeStates(db, { writes, now, actor });
  await releaseSlots(
    context,
    written.filter(({ write }) => write.run.endTime !== null).map(({ row }) => row),
  );
  for (const { row, write } of written) announceState(context, row, write.state);
};

const releaseSlots = async (context: Context, ended: readonly LockedRow[]): Promise<void> => {
  const leases = ended.flatMap((row) => stateOf(row)?.stateDetails.deploymentConcurrencyLeaseId ?? []);
  if (leases.length > 0)
    await context.db.deleteFrom('concurrency_lease').where('lease_id', 'in', leases).execute();
  await wakeLimits(context, [...new Set(ended.flatMap((row) => row.concurrency_limit_id ?? []))]);
  await wakePools(context, [...new Set(ended.flatMap((row) => row.work_queue_id ?? []))]);
};
