import { type concurrencyLimit, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readTakenSlots } from './statements/read-taken-slots.ts';
import { limitView } from './view.ts';

type View = z.input<typeof concurrencyLimit>;

/** In the order of `ids`; those that are not there are left out. */
export const readLimits = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  ids: readonly string[],
): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('concurrency_limit')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const taken = await readTakenSlots(db, { limitIds: ids, now });
  const views = new Map(rows.map((row) => [row.id, limitView(row, taken)]));
  return ids.flatMap((id) => views.get(id) ?? []);
};

export const readLimit = async (
  context: Pick<Context, 'db' | 'now'>,
  { id }: { id: string },
): Promise<View> => {
  const [limit] = await readLimits(context, [id]);
  if (limit === undefined) throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id });
  return limit;
};

export const readLimitByName = async (context: Context, { name }: { name: string }): Promise<View> => {
  const row = await context.db
    .selectFrom('concurrency_limit')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id: name });
  return readLimit(context, row);
};
