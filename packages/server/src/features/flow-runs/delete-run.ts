import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { stateOf } from './orchestrated-run.ts';
import { lockRun } from './statements/lock-run.ts';

/** Its history, task runs, inputs and logs go with it, and the slot that it holds is free. */
export const deleteRun = async (context: Context, { id }: { id: string }): Promise<null> => {
  const { db, afterCommit, services } = context;
  const row = await lockRun(db, id);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  await db.deleteFrom('flow_run').where('id', '=', id).execute();
  const lease = stateOf(row)?.stateDetails.deploymentConcurrencyLeaseId;
  if (lease != null) await db.deleteFrom('concurrency_lease').where('lease_id', '=', lease).execute();
  if (row.concurrency_limit_id !== null) await wakeLimits(context, [row.concurrency_limit_id]);
  await db.deleteFrom('log').where('flow_run_id', '=', id).execute();
  afterCommit(() => services.wake.runChanged(id));
  return null;
};
