import { DomainError, type variable } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { variableView } from './view.ts';

type View = z.input<typeof variable>;

/** In the order of `ids`; those that are not there are left out. */
export const readVariables = async ({ db }: Context, ids: readonly string[]): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('variable')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const views = new Map(rows.map((row) => [row.id, variableView(row)]));
  return ids.flatMap((id) => views.get(id) ?? []);
};

export const readVariable = async (context: Context, { id }: { id: string }): Promise<View> => {
  const [found] = await readVariables(context, [id]);
  if (found === undefined) throw new DomainError('VARIABLE_NOT_FOUND', { name: id });
  return found;
};

export const readVariableByName = async ({ db }: Context, { name }: { name: string }): Promise<View> => {
  const row = await db.selectFrom('variable').selectAll().where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw new DomainError('VARIABLE_NOT_FOUND', { name });
  return variableView(row);
};
