import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { checkJobTemplate } from './check-job-template.ts';
import { readWorkPool } from './read-work-pool.ts';
import { isReserved } from './reserved-names.ts';
import { insertPool } from './statements/insert-pool.ts';

type Create = (typeof api)['workPools']['create'];

/** A pool and its default queue. Throws NAME_RESERVED, NAME_TAKEN, and what `checkJobTemplate` throws. */
export const createWorkPool = async (
  context: Context,
  pool: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const { db, now, actor } = context;
  const { name } = pool;
  if (isReserved(name)) throw new DomainError('NAME_RESERVED', { name });
  await checkJobTemplate(context, pool.baseJobTemplate);
  const row = { ...pool, id: newId(now), queueId: newId(now), pausedBy: pool.isPaused ? actor : null };
  if (!(await insertPool(db, { pool: row, now })))
    throw new DomainError('NAME_TAKEN', { noun: 'work pool', name });
  return readWorkPool(context, { name });
};
