import type { Filters, FlowRunId } from '@carillon/core';
import { flowRunId } from '@carillon/core';
import type { Context } from '../../context.ts';
import { all, type Condition } from '../../filters/condition.ts';
import { flowRunsMatching } from '../../filters/links.ts';
import { refuseEverything } from '../../filters/narrows.ts';
import { flowRunOrders } from '../../filters/order.ts';
import { readIds } from '../../filters/read-ids.ts';
import { lockRuns } from './statements/lock-runs.ts';

export type Bulk = { filters: Filters; limit: number; also?: Condition };

export type LockedRuns = {
  /** Newest first. */
  ids: FlowRunId[];
  limitIds: string[];
};

/** The newest runs that match, all of them locked before the first one is changed. Throws FILTER_MISSING. */
export const lockBulk = async ({ db }: Context, { filters, limit, also }: Bulk): Promise<LockedRuns> => {
  refuseEverything(filters);
  const where = all([await flowRunsMatching(db, filters), also ?? null]);
  const found = await readIds(db, { table: 'flow_run', where, order: flowRunOrders.ID_DESC, limit });
  const locked = new Map((await lockRuns(db, found)).map((row) => [row.id, row.concurrency_limit_id]));
  return {
    ids: found.filter((id) => locked.has(id)).map((id) => flowRunId.parse(id)),
    limitIds: [...new Set([...locked.values()].filter((id) => id !== null))],
  };
};
