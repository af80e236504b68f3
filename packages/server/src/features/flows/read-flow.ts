import { DomainError, type flow } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowView } from './view.ts';

type View = z.input<typeof flow>;

/** In the order of `ids`; those that are not there are left out. */
export const readFlows = async ({ db }: Context, ids: readonly string[]): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('flow')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const flows = new Map(rows.map((row) => [row.id, flowView(row)]));
  return ids.flatMap((id) => flows.get(id) ?? []);
};

export const readFlow = async (context: Context, { id }: { id: string }): Promise<View> => {
  const [flow] = await readFlows(context, [id]);
  if (flow === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  return flow;
};

export const readFlowByName = async ({ db }: Context, { name }: { name: string }): Promise<View> => {
  const row = await db.selectFrom('flow').selectAll().where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw new DomainError('FLOW_NOT_FOUND', { name });
  return flowView(row);
};
