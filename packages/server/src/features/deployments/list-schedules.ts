import { DomainError, type deploymentSchedule } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readSchedules } from './view.ts';

/** Newest change first. */
export const listSchedules = async (
  { db }: Context,
  { deploymentId }: { deploymentId: string },
): Promise<z.input<typeof deploymentSchedule>[]> => {
  const deployment = await db
    .selectFrom('deployment')
    .select('id')
    .where('id', '=', deploymentId)
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: deploymentId });
  const schedules = await readSchedules(db, [deploymentId]);
  return schedules.get(deploymentId) ?? [];
};
