import type { DeploymentCreate } from '@carillon/core';
import type { Context } from '../context.ts';
import { currentDeployment } from '../features/deployments/current-deployment.ts';
import { snake } from './spelling.ts';

/** What a deployment keeps when a client that states it anew says nothing of it. Parameters, labels and schedules are not among it. */
const kept = [
  'version',
  'description',
  'path',
  'entrypoint',
  'jobVariables',
  'parameterOpenapiSchema',
  'runPolicy',
  'pullSteps',
  'tags',
  'concurrencyOptions',
] as const;

/**
 * A deployment as Prefect's clients state it: what they leave out of one that is there stays, where our own statement of a whole
 * deployment would give it its default.
 */
export const withKept = async (
  context: Context,
  body: DeploymentCreate,
  sent: unknown,
): Promise<DeploymentCreate> => {
  const existing = await context.db
    .selectFrom('deployment')
    .select('id')
    .where('flow_id', '=', body.flowId)
    .where('name', '=', body.name)
    .executeTakeFirst();
  if (existing === undefined) return body;
  const { values } = await currentDeployment(context, existing.id);
  const isSent = (member: string): boolean =>
    typeof sent === 'object' && sent !== null && snake(member) in sent;
  const staysInQueue = !isSent('workPoolName') && !isSent('workQueueName');
  return {
    ...body,
    ...Object.fromEntries(kept.filter((member) => !isSent(member)).map((member) => [member, values[member]])),
    ...(staysInQueue && { workPoolName: values.workPoolName, workQueueName: values.workQueueName }),
    // Said outright, it would be enforced on the parameters of this request.
    ...(!isSent('enforceParameterSchema') &&
      !values.enforceParameterSchema && { enforceParameterSchema: false }),
  };
};
