import { type api, DomainError, flowRunPolicy, type JsonObject } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { checkRunJobVariables } from './check-run-job-variables.ts';
import { runName } from './run-name.ts';

type Input = z.output<(typeof api)['flowRuns']['update']['input']>;

/** Changes what it names; a name that is null or empty becomes a random one. Job variables only while the run is SCHEDULED. */
export const updateRun = async (context: Context, { id, ...change }: Input): Promise<null> => {
  const { db, now, afterCommit, services } = context;
  const run = await db
    .selectFrom('flow_run')
    .select(['state_type', 'deployment_id', 'empirical_policy'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  if (change.jobVariables) await checkJobVariables(context, { id, run, jobVariables: change.jobVariables });
  const { name, flowVersion, parameters, empiricalPolicy, tags, infrastructurePid, jobVariables } = change;
  await db
    .updateTable('flow_run')
    .set({
      updated: now,
      ...(name !== undefined && { name: name || runName() }),
      ...(flowVersion !== undefined && { flow_version: flowVersion }),
      ...(parameters !== undefined && { parameters }),
      ...(empiricalPolicy !== undefined && {
        empirical_policy: flowRunPolicy.parse({ ...run.empirical_policy, ...empiricalPolicy }),
      }),
      ...(tags !== undefined && { tags }),
      ...(infrastructurePid !== undefined && { infrastructure_pid: infrastructurePid }),
      ...(jobVariables !== undefined && { job_variables: jobVariables }),
    })
    .where('id', '=', id)
    .execute();
  afterCommit(() => services.wake.runChanged(id));
  return null;
};

type JobVariablesChange = {
  id: string;
  run: { state_type: string | null; deployment_id: string | null };
  jobVariables: JsonObject;
};

const checkJobVariables = async (
  context: Context,
  { id, run, jobVariables }: JobVariablesChange,
): Promise<void> => {
  if (run.state_type !== 'SCHEDULED')
    throw new DomainError('JOB_VARIABLES_FIXED', { id, state: run.state_type ?? 'none' });
  if (run.deployment_id === null) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: 'of this run' });
  await checkRunJobVariables(context, { deploymentId: run.deployment_id, jobVariables });
};
