import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';

export const deleteVariable = async ({ db }: Context, { id }: { id: string }): Promise<null> => {
  const gone = await db.deleteFrom('variable').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone === undefined) throw new DomainError('VARIABLE_NOT_FOUND', { name: id });
  return null;
};
