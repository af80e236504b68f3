import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { notePolled } from './note-polled.ts';
import { readFlowRuns } from './read-flow-run.ts';
import { claimDueRuns } from './statements/claim-due-runs.ts';
import { readNextDue } from './statements/read-next-due.ts';

type Claim = (typeof api)['flowRuns']['claim'];

/** What is due and could not be claimed is held by another transaction, which will be over by then. */
const heldMs = 50;

/** Due runs of these deployments for one runner, earliest first, each under a lease with a token of its own. */
export const claimRuns = async (
  context: Context,
  { deploymentIds, limit, runner }: z.output<Claim['input']>,
): Promise<z.input<Claim['output']>> => {
  const { db, now, actor, services, afterCommit } = context;
  const { leaseSeconds } = services.config;
  const claimed = await claimDueRuns(db, {
    deploymentIds,
    now,
    stateIds: Array.from({ length: limit }, () => newId(now)),
    leaseExpiresAt: new Date(now.getTime() + leaseSeconds * 1000),
    holder: runner,
    actor,
  });
  const runs = await readFlowRuns(
    context,
    claimed.map((row) => row.id),
  );
  const { due, next } = await readNextDue(db, { deploymentIds, now });
  const dueMs = claimed.length === limit ? 0 : heldMs;
  afterCommit(() => {
    for (const { id } of claimed) services.wake.runChanged(id);
    notePolled(services, deploymentIds);
  });
  return {
    runs: claimed.flatMap(({ id, ...row }) => {
      const run = runs.get(id);
      if (run === undefined) return [];
      return {
        run,
        flowName: row.flow_name,
        deploymentName: row.deployment_name,
        leaseToken: row.lease_token,
        lateMs: now.getTime() - row.due_at.getTime(),
      };
    }),
    leaseSeconds,
    nextDueInMs: due ? dueMs : next === null ? null : next.getTime() - now.getTime(),
  };
};
