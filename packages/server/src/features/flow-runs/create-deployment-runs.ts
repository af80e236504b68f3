import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import { attempt } from '../../attempt.ts';
import type { Context } from '../../context.ts';
import { createDeploymentRun } from './create-deployment-run.ts';

type CreateRuns = (typeof api)['deployments']['createRuns'];

/** Makes runs of one deployment, each as if it were the only one. Throws DEPLOYMENT_NOT_FOUND. */
export const createDeploymentRuns = async (
  context: Context,
  { id, runs }: z.output<CreateRuns['input']>,
): Promise<z.input<CreateRuns['output']>> => {
  const deployment = await context.db
    .selectFrom('deployment')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  const results: z.input<CreateRuns['output']>['results'] = [];
  for (const run of runs) {
    const made = await attempt(context, (inner) => createDeploymentRun(inner, { ...run, id }));
    if (made.done) results.push({ status: 'CREATED', ...made.value });
    else {
      const { code, message, data } = made.error;
      results.push({ status: 'FAILED', error: { code, message, data } });
    }
  }
  return { results };
};
