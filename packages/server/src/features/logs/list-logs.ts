import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { logsMatching } from '../../filters/links.ts';
import { logOrders } from '../../filters/order.ts';
import { readIdsAfter } from '../../filters/read-ids.ts';
import { logView } from './view.ts';

type List = (typeof api)['logs']['list'];

export const listLogs = async (
  { db }: Context,
  { sort, limit, offset, cursor, logs }: z.output<List['input']>,
): Promise<z.input<List['output']>> => {
  const query = { table: 'log', where: logsMatching({ logs }), order: logOrders[sort], sort, limit } as const;
  const { ids, nextCursor } = await readIdsAfter(db, { ...query, offset, cursor });
  if (ids.length === 0) return { results: [], nextCursor };
  const rows = await db.selectFrom('log').selectAll().where('id', 'in', ids).execute();
  const views = new Map(rows.map((row) => [row.id, logView(row)]));
  return { results: ids.flatMap((id) => views.get(id) ?? []), nextCursor };
};
