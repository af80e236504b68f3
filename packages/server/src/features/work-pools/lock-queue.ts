import { DomainError } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tables } from '../../database/db.ts';
import { lockPoolById, type PoolRow } from './lock-pool.ts';

/** A queue with its pool, whose row is held first; kept from all others where it is to go. Throws WORK_QUEUE_NOT_FOUND. */
export const lockQueue = async (
  context: Context,
  id: string,
  { toDelete = false }: { toDelete?: boolean } = {},
): Promise<{ queue: Selectable<Tables['work_queue']>; pool: PoolRow }> => {
  const missing = () => new DomainError('WORK_QUEUE_NOT_FOUND', { pool: null, name: id });
  const find = () => context.db.selectFrom('work_queue').selectAll().where('id', '=', id);
  const found = await find().executeTakeFirst();
  if (found === undefined) throw missing();
  const pool = await lockPoolById(context, found.work_pool_id);
  const queue = await (toDelete ? find().forUpdate() : find().forNoKeyUpdate()).executeTakeFirst();
  if (pool === undefined || queue === undefined) throw missing();
  return { queue, pool };
};
