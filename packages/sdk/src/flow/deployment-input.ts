import type { deploymentCreate } from '@carillon/core';
import type { z } from 'zod';
import { type Deployment, fullName } from './deployment.ts';
import { parameterSchema } from './parameter-schema.ts';

type DeploymentInput = z.input<typeof deploymentCreate>;

/** A deployment as `deployments.compare` takes it. Throws PARAMETER_SCHEMA_INVALID when its parameters have no JSON form. */
export const deploymentMembersInput = (definition: Deployment): Omit<DeploymentInput, 'flowId'> => {
  const { flow, concurrency, paused } = definition;
  return {
    name: definition.name,
    schedules: definition.schedules.map((schedule) => schedule),
    parameters: definition.parameters,
    parameterOpenapiSchema: parameterSchema(fullName(definition), flow.options.parameters),
    enforceParameterSchema: true,
    runPolicy: flow.options.runPolicy,
    tags: [...definition.tags],
    labels: { ...definition.labels },
    version: definition.version,
    description: definition.description,
    workPoolName: definition.workPool,
    workQueueName: definition.workQueue,
    jobVariables: definition.jobVariables,
    concurrencyLimit: concurrency?.limit ?? null,
    concurrencyOptions: concurrency
      ? {
          collisionStrategy: concurrency.onCollision === 'enqueue' ? 'ENQUEUE' : 'CANCEL_NEW',
          gracePeriodSeconds: concurrency.gracePeriodSeconds,
        }
      : null,
    ...(paused === undefined ? {} : { paused }),
  };
};

/** A deployment as `deployments.create` takes it. Throws PARAMETER_SCHEMA_INVALID when its parameters have no JSON form. */
export const deploymentInput = (definition: Deployment, flowId: string): DeploymentInput => ({
  ...deploymentMembersInput(definition),
  flowId,
});
