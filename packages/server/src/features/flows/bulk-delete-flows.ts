import { type FlowFilter, type FlowId, flowId } from '@carillon/core';
import type { Context } from '../../context.ts';
import { flowsMatching } from '../../filters/links.ts';
import { refuseEverything } from '../../filters/narrows.ts';
import { flowOrders } from '../../filters/order.ts';
import { readIds } from '../../filters/read-ids.ts';
import { deleteFlow } from './delete-flow.ts';

/** Deletes the flows that match, the first by name, with all that is theirs. Throws FILTER_MISSING. */
export const bulkDeleteFlows = async (
  context: Context,
  { limit, ...filters }: { flows?: FlowFilter | null | undefined; limit: number },
): Promise<{ deleted: FlowId[] }> => {
  refuseEverything(filters);
  const where = flowsMatching(filters);
  const found = await readIds(context.db, { table: 'flow', where, order: flowOrders.NAME_ASC, limit });
  // In the order of their ids: of two who delete the same ones, one waits.
  for (const id of [...found].sort()) await deleteFlow(context, { id });
  return { deleted: found.map((id) => flowId.parse(id)) };
};
