import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';

type Input = z.output<(typeof api)['flows']['update']['input']>;

/** Changes what it names; when it names nothing, not even the time of the last change. */
export const updateFlow = async ({ db, now }: Context, { id, tags }: Input): Promise<null> => {
  const change = tags === undefined ? {} : { updated: now, tags };
  const changed = await db
    .updateTable('flow')
    .set({ id, ...change })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  return null;
};
