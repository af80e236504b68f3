import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { brokenForeignKey } from '../../database/constraint.ts';
import { newId } from '../../database/id.ts';
import type { LimitPlan, LinkedLimit } from './plan-limit.ts';
import { writeOwnLimit } from './statements/write-own-limit.ts';

/** The name of the limit that belongs to a deployment alone. */
const ownLimitName = (deploymentId: string): string => `deployment:${deploymentId}`;

type WriteLimit = { deploymentId: string; current: LinkedLimit | null; plan: LimitPlan };

/**
 * Carries out what was planned for the limit of a locked deployment. One of its own that is no longer linked is deleted, a
 * shared one never. Throws CONCURRENCY_LIMIT_NOT_FOUND when the shared one went meanwhile.
 */
export const writeLimit = async (
  context: Context,
  { deploymentId, current, plan }: WriteLimit,
): Promise<void> => {
  const { db, now } = context;
  if (plan.kind === 'keep') return;
  if (plan.kind === 'own') {
    const name = ownLimitName(deploymentId);
    await writeOwnLimit(db, { id: newId(now), deploymentId, name, size: plan.size, now });
    return;
  }
  await link(context, deploymentId, plan.kind === 'share' ? plan.id : null);
  if (current?.owned === true) await deleteOwnLimit(context, deploymentId);
};

/** The limit that belongs to the deployment alone, whether it is linked or not. */
export const deleteOwnLimit = async ({ db }: Context, deploymentId: string): Promise<void> => {
  await db
    .deleteFrom('concurrency_limit')
    .where('name', '=', ownLimitName(deploymentId))
    .where('owner_deployment_id', '=', deploymentId)
    .execute();
};

const link = async ({ db }: Context, deploymentId: string, limitId: string | null): Promise<void> => {
  try {
    await db
      .updateTable('deployment')
      .set({ concurrency_limit_id: limitId })
      .where('id', '=', deploymentId)
      .execute();
  } catch (error) {
    if (limitId === null || brokenForeignKey(error) !== 'deployment_concurrency_limit_id_foreign')
      throw error;
    throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id: limitId }, { cause: error });
  }
};
