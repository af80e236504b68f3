import type { Context } from '../../context.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';
import type { ClaimedRow } from './statements/claim-locked.ts';
import type { DueLimitRow } from './statements/lock-due-limits.ts';

export type DueLimit = { limitId: string; free: number; deploymentIds: readonly string[] };

/** How many slots locked limits have free; counted after the lock, so that nobody else can have taken one meanwhile. */
export const freeSlots = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  limits: readonly DueLimitRow[],
): Promise<DueLimit[]> => {
  const taken = await readTakenSlots(db, { limitIds: limits.map(({ id }) => id), now });
  return limits.map(({ id, limit, deployment_ids }) => ({
    limitId: id,
    free: Math.max(0, limit - (taken.get(id) ?? 0)),
    deploymentIds: deployment_ids,
  }));
};

/** Deployments whose limit has no slot left, now that these runs are claimed. */
export const fullDeployments = (limits: readonly DueLimit[], claimed: readonly ClaimedRow[]): string[] =>
  limits
    .filter(({ limitId, free }) => claimed.filter((row) => row.limit_id === limitId).length >= free)
    .flatMap((limit) => limit.deploymentIds);
