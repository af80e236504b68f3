import { DomainError, type JsonObject, type JsonValue } from '@carillon/core';
import type { Context } from '../../context.ts';
import { defaultsOf, variablesOf } from './job-template.ts';
import { agentPoolName } from './resolve-queue.ts';

export type JobVariablesCheck = {
  workPoolName: string;
  /** Whose variables they are, as the error names it. */
  name: string;
  jobVariables: JsonObject;
  /** The defaults of the pool's template lie under them. */
  withDefaults: boolean;
  /** What is required may be missing: the variables are not whole yet. */
  ignoreRequired: boolean;
};

/**
 * Throws JOB_VARIABLES_INVALID when the variables of the pool's job template refuse these, WORK_POOL_NOT_FOUND without a pool.
 * A template that says nothing of variables refuses none.
 */
export const checkJobVariables = async (
  { db, services }: Context,
  { workPoolName, name, jobVariables, withDefaults, ignoreRequired }: JobVariablesCheck,
): Promise<void> => {
  const pool = await db
    .selectFrom('work_pool')
    .select('base_job_template')
    .where('name', '=', workPoolName)
    .executeTakeFirst();
  // The pool of queues without a pool is made when it is first needed.
  if (pool === undefined && workPoolName === agentPoolName) return;
  if (pool === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name: workPoolName });
  const variables = variablesOf(pool.base_job_template);
  if (variables === null) return;
  const value: JsonValue = withDefaults ? { ...defaultsOf(variables), ...jobVariables } : jobVariables;
  const options = { ignoreRequired, optionalNullable: 'even-defaults' } as const;
  const result = await services.schemas.check(variables, value, options);
  if (result.ok) return;
  const issues = 'issues' in result ? result.issues : [{ path: [], message: result.schemaFault }];
  throw new DomainError('JOB_VARIABLES_INVALID', { name, issues });
};
