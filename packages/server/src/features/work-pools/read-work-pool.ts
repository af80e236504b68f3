import { DomainError, type workPool } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { countPoolSlots } from './statements/count-pool-slots.ts';
import { workPoolView } from './view.ts';

type View = z.input<typeof workPool>;

/** In the order of `ids`; those that are not there are left out. */
export const readWorkPools = async ({ db }: Context, ids: readonly string[]): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('work_pool')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const limited = rows.filter((row) => row.concurrency_limit !== null).map((row) => row.id);
  const slots = await countPoolSlots(db, limited);
  const views = new Map(rows.map((row) => [row.id, workPoolView(row, slots)]));
  return ids.flatMap((id) => views.get(id) ?? []);
};

/** Throws WORK_POOL_NOT_FOUND. */
export const poolIdOf = async ({ db }: Context, name: string): Promise<string> => {
  const row = await db.selectFrom('work_pool').select('id').where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  return row.id;
};

export const readWorkPool = async (context: Context, { name }: { name: string }): Promise<View> => {
  const [pool] = await readWorkPools(context, [await poolIdOf(context, name)]);
  if (pool === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  return pool;
};
