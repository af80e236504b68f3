import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { wakeLimits } from './wake-limits.ts';

/** Its deployments are held back by nothing from then on; leases on it go on, and hold nothing. */
export const deleteLimit = async (context: Context, { id }: { id: string }): Promise<null> => {
  await wakeLimits(context, [id]);
  const gone = await context.db
    .deleteFrom('concurrency_limit')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id });
  return null;
};
