import { DomainError, type flowRun } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowRunView, selectFlowRuns } from './view.ts';

type View = z.input<typeof flowRun>;

/** By id; those that are not there are left out. */
export const readFlowRuns = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  ids: readonly string[],
): Promise<Map<string, View>> => {
  if (ids.length === 0) return new Map();
  const rows = await selectFlowRuns(db)
    .where('flow_run.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, flowRunView(row, now)]));
};

export const readFlowRun = async (
  context: Pick<Context, 'db' | 'now'>,
  { id }: { id: string },
): Promise<View> => {
  const run = (await readFlowRuns(context, [id])).get(id);
  if (run === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  return run;
};
