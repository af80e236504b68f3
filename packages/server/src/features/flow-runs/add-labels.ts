import { DomainError, type Labels } from '@carillon/core';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** Lays labels over those that the run has. Throws FLOW_RUN_NOT_FOUND. */
export const addLabels = async (
  { db, now, afterCommit, services }: Context,
  { id, labels }: { id: string; labels: Labels },
): Promise<null> => {
  const changed = await db
    .updateTable('flow_run')
    .set({ labels: sql`labels || ${JSON.stringify(labels)}::jsonb`, updated: now })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  afterCommit(() => services.wake.runChanged(id));
  return null;
};
