import { DomainError, type JsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import { checkJobVariables } from '../work-pools/check-job-variables.ts';

/**
 * Checks what a run of this deployment would be given: the defaults of its pool's job template, the deployment's variables over
 * them, these over both. Without a pool nothing is checked. Throws JOB_VARIABLES_INVALID, DEPLOYMENT_NOT_FOUND.
 */
export const checkRunJobVariables = async (
  context: Context,
  { deploymentId, jobVariables }: { deploymentId: string; jobVariables: JsonObject },
): Promise<void> => {
  const deployment = await context.db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .leftJoin('work_queue', 'work_queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .select([
      'deployment.name',
      'deployment.job_variables',
      'flow.name as flow_name',
      'work_pool.name as pool_name',
    ])
    .where('deployment.id', '=', deploymentId)
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: deploymentId });
  if (deployment.pool_name === null) return;
  await checkJobVariables(context, {
    workPoolName: deployment.pool_name,
    name: `${deployment.flow_name}/${deployment.name}`,
    jobVariables: { ...deployment.job_variables, ...jobVariables },
    withDefaults: true,
    ignoreRequired: false,
  });
};
