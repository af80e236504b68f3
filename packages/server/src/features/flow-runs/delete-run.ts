import { DomainError } from '@carillon/core';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { freeChildRuns } from '../flows/statements/free-child-runs.ts';
import { wakePools } from '../work-pools/wake-pools.ts';
import { stateOf } from './orchestrated-run.ts';
import { lockRuns } from './statements/lock-runs.ts';

/** Its history, task runs, inputs and logs go with it, and the slots that it holds are free; its child runs stay. */
export const deleteRun = async (context: Context, { id }: { id: string }): Promise<null> => {
  const { db, afterCommit, services } = context;
  const [row] = await lockRuns(db, [id]);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  await freeChildRuns(db, sql`select id from task_run where flow_run_id = ${id}::uuid`);
  await db.deleteFrom('flow_run').where('id', '=', id).execute();
  const lease = stateOf(row)?.stateDetails.deploymentConcurrencyLeaseId;
  if (lease != null) await db.deleteFrom('concurrency_lease').where('lease_id', '=', lease).execute();
  if (row.concurrency_limit_id !== null) await wakeLimits(context, [row.concurrency_limit_id]);
  if (row.work_queue_id !== null) await wakePools(context, [row.work_queue_id]);
  await db.deleteFrom('log').where('flow_run_id', '=', id).execute();
  afterCommit(() => services.wake.runChanged(id));
  return null;
};
