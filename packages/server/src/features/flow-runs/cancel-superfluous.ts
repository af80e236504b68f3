import { noStateDetails, type State, type StateCreate, stateId, transition } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { orchestratedRun } from './orchestrated-run.ts';
import { lockSuperfluousRuns } from './statements/lock-superfluous-runs.ts';
import { type RunWrite, writeStates } from './statements/write-state.ts';

const batch = 200;

const claim: StateCreate = {
  type: 'PENDING',
  name: null,
  message: null,
  data: null,
  stateDetails: noStateDetails,
};

/** Due runs of these full deployments are Cancelled, where the deployment would rather have that than a queue. */
export const cancelSuperfluous = async (
  { db, now, actor, afterCommit, services }: Context,
  deploymentIds: readonly string[],
): Promise<void> => {
  if (deploymentIds.length === 0) return;
  const rows = await lockSuperfluousRuns(db, { deploymentIds, now, limit: batch });
  const writes = rows.flatMap((row): RunWrite[] => {
    const { write } = transition(orchestratedRun(row), claim, {
      now,
      stateId: stateId.parse(newId(now)),
      force: false,
      concurrency: {
        limit: 'full',
        strategy: 'CANCEL_NEW',
        slotWaitSeconds: services.config.slotWaitSeconds,
      },
      random: Math.random(),
    });
    if (write === null) return [];
    const states: [State] = [write.state];
    return [{ runId: row.id, states, run: write.run }];
  });
  if (writes.length === 0) return;
  await writeStates(db, { writes, now, actor });
  afterCommit(() => {
    for (const { runId } of writes) services.wake.runChanged(runId);
  });
};
