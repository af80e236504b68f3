import type { DeploymentCreate, Labels } from '@carillon/core';
import { agentPoolName } from '../work-pools/resolve-queue.ts';
import type { CurrentDeployment } from './current-deployment.ts';
import { type Differences, differencesOf, type Stated } from './differences.ts';
import { reconcileSchedules } from './reconcile-schedules.ts';

/** A whole deployment; its flow is told apart, for it may not be there yet. */
export type WholeDeployment = Omit<DeploymentCreate, 'flowId'>;

/** The pool that a deployment names, or that its queue implies. */
export const poolNameOf = ({
  workPoolName,
  workQueueName,
}: Pick<WholeDeployment, 'workPoolName' | 'workQueueName'>): string | null =>
  workPoolName ?? (workQueueName === null ? null : agentPoolName);

export type Surroundings = {
  flow: { id: string; labels: Labels };
  queue: { workQueueId: string | null; workQueueName: string | null };
};

const statedValues = (whole: WholeDeployment, { flow, queue }: Surroundings): Stated['values'] => ({
  paused: whole.paused,
  version: whole.version,
  description: whole.description,
  path: whole.path,
  entrypoint: whole.entrypoint,
  workPoolName: poolNameOf(whole),
  workQueueName: queue.workQueueName,
  workQueueId: queue.workQueueId,
  jobVariables: whole.jobVariables,
  parameters: whole.parameters,
  parameterOpenapiSchema: whole.parameterOpenapiSchema,
  enforceParameterSchema: whole.enforceParameterSchema ?? true,
  runPolicy: whole.runPolicy,
  pullSteps: whole.pullSteps,
  tags: whole.tags,
  labels: { ...flow.labels, 'prefect.flow.id': flow.id, ...whole.labels },
  concurrencyOptions: whole.concurrencyOptions,
});

/** What restating a deployment changes: all that is not as stated, but for a pause or a limit of which nothing is said. */
export const restated = (
  current: CurrentDeployment,
  whole: WholeDeployment,
  surroundings: Surroundings,
): Differences =>
  differencesOf(current, {
    values: statedValues(whole, surroundings),
    limit: whole,
    schedules: reconcileSchedules(current.schedules, whole.schedules),
  });
