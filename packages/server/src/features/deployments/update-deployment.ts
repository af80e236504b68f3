import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { checkParameters } from '../parameters/check-parameters.ts';
import { hydrateParameters } from '../parameters/hydrate.ts';
import { checkJobVariables } from '../work-pools/check-job-variables.ts';
import { resolveQueue } from '../work-pools/resolve-queue.ts';
import { changeDeployment } from './change-deployment.ts';
import { checkReferences } from './check-deployment.ts';
import { type CurrentDeployment, currentDeployment } from './current-deployment.ts';
import { differencesOf, type Stated } from './differences.ts';
import { lockDeployment } from './lock-deployment.ts';
import { planScheduleUpdate } from './plan-schedule-update.ts';
import { noSchedulePlan } from './schedule-plan.ts';
import { poolNameOf } from './whole-deployment.ts';

type Input = z.output<(typeof api)['deployments']['update']['input']>;

/** Changes what it names, and nothing else; null clears. */
export const updateDeployment = async (context: Context, { id, ...input }: Input): Promise<null> => {
  // The queue comes before the deployment's row is locked, as it does for a new deployment.
  const before = await currentDeployment(context, id);
  const queue = await queueOf(context, before, input);
  await checkReferences(context, input);
  await lockDeployment(context, id);
  const current = await currentDeployment(context, id);
  const parameters = await checkedParameters(context, current, input);
  const { schedules, ...named } = input;
  await changeDeployment(
    context,
    current,
    differencesOf(current, {
      values: { ...valuesNamed(named), ...queue, parameters },
      limit: named,
      schedules: schedules === undefined ? noSchedulePlan : planScheduleUpdate(current.schedules, schedules),
    }),
  );
  return null;
};

const fullName = ({ flowName, name }: CurrentDeployment): string => `${flowName}/${name}`;

const valuesNamed = (input: Omit<Input, 'id' | 'schedules'>): Stated['values'] => ({
  paused: input.paused,
  version: input.version,
  description: input.description,
  path: input.path,
  entrypoint: input.entrypoint,
  jobVariables: input.jobVariables,
  parameterOpenapiSchema: input.parameterOpenapiSchema,
  enforceParameterSchema: input.enforceParameterSchema,
  runPolicy: input.runPolicy,
  pullSteps: input.pullSteps,
  tags: input.tags,
  concurrencyOptions: input.concurrencyOptions,
});

type Placement = Pick<Stated['values'], 'workPoolName' | 'workQueueName' | 'workQueueId'>;

/** Where the request puts the deployment; a pool that is named checks the job variables that come with it. */
const queueOf = async (
  context: Context,
  current: CurrentDeployment,
  { workPoolName, workQueueName, jobVariables }: Omit<Input, 'id'>,
): Promise<Placement> => {
  if (workPoolName === undefined && workQueueName === undefined) return {};
  // A queue's name is kept as text where there is no pool to find it in.
  if (workPoolName === null) return { workPoolName: null, workQueueId: null, workQueueName };
  if (workPoolName === undefined && workQueueName === null) return { workQueueName: null };
  const wanted = { workPoolName: workPoolName ?? null, workQueueName: workQueueName ?? null };
  if (workPoolName !== undefined && jobVariables !== undefined)
    await checkJobVariables(context, {
      workPoolName,
      name: fullName(current),
      jobVariables,
      withDefaults: false,
      ignoreRequired: true,
    });
  return { workPoolName: poolNameOf(wanted), ...(await resolveQueue(context, wanted)) };
};

/**
 * The parameters that the request names, with their templates filled in. They are checked, and those that stay with a schema or
 * flag that changes; a request about other things checks nothing.
 */
const checkedParameters = async (context: Context, current: CurrentDeployment, input: Omit<Input, 'id'>) => {
  const { parameterOpenapiSchema, enforceParameterSchema } = input;
  const name = fullName(current);
  const parameters =
    input.parameters === undefined ? undefined : await hydrateParameters(context, input.parameters, name);
  const concerned =
    parameters !== undefined || parameterOpenapiSchema !== undefined || enforceParameterSchema !== undefined;
  if (concerned && (enforceParameterSchema ?? current.values.enforceParameterSchema))
    await checkParameters(context, {
      name,
      schema: parameterOpenapiSchema ?? current.values.parameterOpenapiSchema,
      parameters: parameters ?? current.values.parameters,
      ignoreRequired: true,
      optionalNullable: true,
    });
  return parameters;
};
