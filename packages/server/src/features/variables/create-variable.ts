import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { storedValue } from './stored-value.ts';
import { variableView } from './view.ts';

type Create = (typeof api)['variables']['create'];

/** Throws NAME_TAKEN. */
export const createVariable = async (
  { db, now }: Context,
  { name, value, tags }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const made = await db
    .insertInto('variable')
    .values({ id: newId(now), created: now, updated: now, name, value: storedValue(value), tags })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (made === undefined) throw new DomainError('NAME_TAKEN', { noun: 'variable', name });
  return variableView(made);
};
