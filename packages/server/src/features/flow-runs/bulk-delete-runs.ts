import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { lockBulk } from './bulk-runs.ts';
import { deleteRun } from './delete-run.ts';

type BulkDelete = (typeof api)['flowRuns']['bulkDelete'];

/** Deletes the runs that match, all or none of them. */
export const bulkDeleteRuns = async (
  context: Context,
  { limit, ...filters }: z.output<BulkDelete['input']>,
): Promise<z.input<BulkDelete['output']>> => {
  const { ids } = await lockBulk(context, { filters, limit });
  for (const id of ids) await deleteRun(context, { id });
  return { deleted: ids };
};
