import { type api, deploymentId } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { deploymentsMatching } from '../../filters/links.ts';
import { refuseEverything } from '../../filters/narrows.ts';
import { deploymentOrders } from '../../filters/order.ts';
import { readIds } from '../../filters/read-ids.ts';
import { deleteDeployment } from './delete-deployment.ts';

type BulkDelete = (typeof api)['deployments']['bulkDelete'];

/** Deletes the deployments that match, the first by name, all or none of them. Throws FILTER_MISSING. */
export const bulkDeleteDeployments = async (
  context: Context,
  { limit, ...filters }: z.output<BulkDelete['input']>,
): Promise<z.input<BulkDelete['output']>> => {
  refuseEverything(filters);
  const { db } = context;
  const where = deploymentsMatching(filters);
  const found = await readIds(db, { table: 'deployment', where, order: deploymentOrders.NAME_ASC, limit });
  if (found.length === 0) return { deleted: [] };
  // All of them before anything of the first one, in the order of their ids: of two who delete the same ones, one waits.
  const locked = await db
    .selectFrom('deployment')
    .select('id')
    .where('id', 'in', found)
    .orderBy('id')
    .forUpdate()
    .execute();
  const there = new Set(locked.map((row) => row.id));
  const deleted = found.filter((id) => there.has(id)).map((id) => deploymentId.parse(id));
  for (const id of deleted) await deleteDeployment(context, { id });
  return { deleted };
};
