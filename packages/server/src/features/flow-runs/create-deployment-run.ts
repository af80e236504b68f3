import { type api, DomainError, noStateDetails, type StateCreate } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { checkParameters } from '../parameters/check-parameters.ts';
import { hydrateParameters } from '../parameters/hydrate.ts';
import { resolveQueue } from '../work-pools/resolve-queue.ts';
import { checkRunJobVariables } from './check-run-job-variables.ts';
import { type MadeRun, makeRun } from './make-run.ts';

type Input = z.output<(typeof api)['deployments']['createRun']['input']>;

const scheduledNow: StateCreate = {
  type: 'SCHEDULED',
  name: null,
  message: null,
  data: null,
  stateDetails: noStateDetails,
};

/**
 * A run of a deployment: its parameters with the caller's over them, filled in and checked; its version, tags, labels and
 * policy. The deployment's job variables stay with it, and are merged by whoever carries the run out. Starts Scheduled, now;
 * a paused deployment makes no difference.
 */
export const createDeploymentRun = async (context: Context, input: Input): Promise<MadeRun> => {
  const deployment = await readDeployment(context, input.id);
  const parameters = await hydrateParameters(context, { ...deployment.parameters, ...input.parameters });
  if (input.enforceParameterSchema ?? deployment.enforce_parameter_schema) {
    await checkParameters(context, {
      name: `${deployment.flow_name}/${deployment.name}`,
      schema: deployment.parameter_openapi_schema,
      parameters,
      ignoreRequired: false,
      optionalNullable: true,
    });
  }
  await checkRunJobVariables(context, {
    deploymentId: deployment.id,
    jobVariables: input.jobVariables ?? {},
  });
  const { id: deploymentId, enforceParameterSchema: _, ...request } = input;
  return makeRun(context, {
    ...request,
    ...(await queueOf(context, deployment, input.workQueueName)),
    flowId: deployment.flow_id,
    deploymentId,
    deploymentVersion: deployment.version,
    flowVersion: null,
    parameters,
    tags: [...new Set([...deployment.tags, ...input.tags])].sort(),
    labels: {
      ...deployment.labels,
      'prefect.flow.id': deployment.flow_id,
      'prefect.deployment.id': deploymentId,
      ...input.labels,
    },
    empiricalPolicy: {
      ...deployment.run_policy,
      ...input.empiricalPolicy,
      retries: input.empiricalPolicy?.retries ?? deployment.run_policy.retries,
      retryDelay: input.empiricalPolicy?.retryDelay ?? deployment.run_policy.retryDelay,
    },
    infrastructureDocumentId: input.infrastructureDocumentId,
    state: input.state ?? scheduledNow,
  });
};

type Deployment = Awaited<ReturnType<typeof readDeployment>>;

const readDeployment = async ({ db }: Context, id: string) => {
  const deployment = await db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .leftJoin('work_queue', 'work_queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .selectAll('deployment')
    .select(['flow.name as flow_name', 'work_pool.name as pool_name'])
    .where('deployment.id', '=', id)
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  return deployment;
};

/** The deployment's own queue, or another one of the same pool, made there if it is missing. */
const queueOf = async (
  context: Context,
  deployment: Deployment,
  wanted: string | null,
): Promise<{ workQueueId: string | null; workQueueName: string | null }> => {
  if (wanted === null)
    return { workQueueId: deployment.work_queue_id, workQueueName: deployment.work_queue_name };
  if (deployment.pool_name === null)
    throw new DomainError('WORK_POOL_MISSING', { queue: wanted, deployment: deployment.name });
  return resolveQueue(context, { workPoolName: deployment.pool_name, workQueueName: wanted });
};
