import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readFlow } from './read-flow.ts';

type Input = z.output<(typeof api)['flows']['update']['input']>;

/** Changes what it names; when it names nothing, not even the time of the last change. */
export const updateFlow = async (context: Context, { id, tags }: Input): Promise<null> => {
  if (tags === undefined) {
    await readFlow(context, { id });
    return null;
  }
  const changed = await context.db
    .updateTable('flow')
    .set({ updated: context.now, tags })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  return null;
};
