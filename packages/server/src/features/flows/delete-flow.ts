import { DomainError } from '@carillon/core';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { deleteSchedulesOfFlow } from './statements/delete-schedules-of-flow.ts';
import { freeChildRuns } from './statements/free-child-runs.ts';

/**
 * Its deployments with their schedules, and its runs with their history and logs, go with it. Its own row is locked first, as
 * whoever makes runs of it keeps it first: they are waited for, and those that come later find none.
 */
export const deleteFlow = async (context: Context, { id }: { id: string }): Promise<null> => {
  const { db } = context;
  const flow = await db.selectFrom('flow').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  if (flow === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  const deployments = await db
    .selectFrom('deployment')
    .select('id')
    .where('flow_id', '=', id)
    .orderBy('id')
    .execute();
  await recordDeploymentEvents(
    context,
    deployments.map((row) => ({ deploymentId: row.id, kind: 'deployment.deleted' })),
  );
  await deleteSchedulesOfFlow(db, id);
  await db
    .deleteFrom('concurrency_limit')
    .where('owner_deployment_id', 'in', (of) =>
      of.selectFrom('deployment').select('id').where('flow_id', '=', id),
    )
    .execute();
  await db
    .deleteFrom('log')
    .where('flow_run_id', 'in', (of) => of.selectFrom('flow_run').select('id').where('flow_id', '=', id))
    .execute();
  await freeChildRuns(
    db,
    sql`select t.id from task_run t join flow_run r on r.id = t.flow_run_id where r.flow_id = ${id}::uuid`,
  );
  await db.deleteFrom('flow').where('id', '=', id).execute();
  return null;
};
