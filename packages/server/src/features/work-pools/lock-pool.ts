import { DomainError } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tables } from '../../database/db.ts';

export type PoolRow = Selectable<Tables['work_pool']>;

/** `toDelete` keeps away those too who only need the row to stay. */
type Hold = { toDelete?: boolean };

/**
 * Whoever changes a pool or its queues holds its row first, so that two changes of one pool follow each other and no two queues
 * get one priority. Throws WORK_POOL_NOT_FOUND.
 */
export const lockPool = async (context: Context, name: string, hold: Hold = {}): Promise<PoolRow> => {
  const row = await lockedPool(context, 'name', name, hold);
  if (row === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  return row;
};

export const lockPoolById = (context: Context, id: string): Promise<PoolRow | undefined> =>
  lockedPool(context, 'id', id, {});

const lockedPool = (
  { db }: Context,
  column: 'id' | 'name',
  value: string,
  { toDelete = false }: Hold,
): Promise<PoolRow | undefined> => {
  const query = db.selectFrom('work_pool').selectAll().where(column, '=', value);
  return (toDelete ? query.forUpdate() : query.forNoKeyUpdate()).executeTakeFirst();
};
