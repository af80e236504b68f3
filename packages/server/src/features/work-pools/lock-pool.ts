import { DomainError } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tables } from '../../database/db.ts';

export type PoolRow = Selectable<Tables['work_pool']>;

/**
 * Whoever changes a pool or its queues holds its row first, so that two changes of one pool follow each other and no two queues
 * get one priority. Throws WORK_POOL_NOT_FOUND.
 */
export const lockPool = async (
  { db }: Context,
  where: { name: string } | { id: string },
): Promise<PoolRow> => {
  const [column, value] = 'name' in where ? (['name', where.name] as const) : (['id', where.id] as const);
  const row = await db
    .selectFrom('work_pool')
    .selectAll()
    .where(column, '=', value)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name: value });
  return row;
};

/** Of a pool that is only read. Throws WORK_POOL_NOT_FOUND. */
export const poolIdOf = async ({ db }: Context, name: string): Promise<string> => {
  const row = await db.selectFrom('work_pool').select('id').where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  return row.id;
};
