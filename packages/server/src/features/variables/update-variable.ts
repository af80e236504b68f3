import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { brokenUnique } from '../../database/constraint.ts';
import { storedValue } from './stored-value.ts';

type Input = z.output<(typeof api)['variables']['update']['input']>;

/** Changes what it names; when it names nothing, not even the time of the last change. Throws NAME_TAKEN. */
export const updateVariable = async ({ db, now }: Context, { id, ...change }: Input): Promise<null> => {
  const { name, value, tags } = change;
  const changes = name !== undefined || value !== undefined || tags !== undefined;
  const changed = await db
    .updateTable('variable')
    .set({
      id,
      ...(changes && { updated: now }),
      ...(name !== undefined && { name }),
      ...(value !== undefined && { value: storedValue(value) }),
      ...(tags !== undefined && { tags }),
    })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
    .catch((error: unknown) => {
      if (name !== undefined && brokenUnique(error) !== null)
        throw new DomainError('NAME_TAKEN', { noun: 'variable', name }, { cause: error });
      throw error;
    });
  if (changed === undefined) throw new DomainError('VARIABLE_NOT_FOUND', { name: id });
  return null;
};
