import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { cancelSuperfluous } from './cancel-superfluous.ts';
import { claimOfDeployments } from './claim-of-deployments.ts';
import { claimOfPool } from './claim-of-pool.ts';
import { flowRunView } from './view.ts';

type ClaimRuns = (typeof api)['flowRuns']['claim'];

/** What is due and could not be claimed is held by another transaction, which will be over by then. */
const heldMs = 50;

/**
 * Due runs for one runner, of deployments or of a pool, each under a lease with a token of its own; behind a limit no more than it
 * has free slots, and what would then be cancelled is.
 */
export const claimRuns = async (
  context: Context,
  { limit, runner, ...served }: z.output<ClaimRuns['input']>,
): Promise<z.input<ClaimRuns['output']>> => {
  const { now, actor, services, afterCommit } = context;
  const { leaseSeconds } = services.config;
  const claim = {
    now,
    stateIds: Array.from({ length: limit }, () => newId(now)),
    leaseExpiresAt: new Date(now.getTime() + leaseSeconds * 1000),
    holder: runner,
    actor,
  };
  const { claimed, full, due, next } =
    'pool' in served
      ? await claimOfPool(context, served.pool, claim)
      : await claimOfDeployments(context, served.deploymentIds, claim);
  await cancelSuperfluous(context, full);
  afterCommit(() => {
    for (const { id } of claimed) services.wake.runChanged(id);
  });
  const dueMs = claimed.length === limit ? 0 : heldMs;
  return {
    runs: claimed.map((row) => ({
      run: flowRunView(row, now),
      flowName: row.flow_name,
      deploymentName: row.deployment_name,
      leaseToken: row.lease_token,
      lateMs: now.getTime() - row.due_at.getTime(),
    })),
    leaseSeconds,
    nextDueInMs: due ? dueMs : next === null ? null : next.getTime() - now.getTime(),
  };
};
