import { type api, DomainError, type OrchestrationResult } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { parentsOf } from './orchestrated-task-run.ts';
import { proposeTaskStates } from './propose-task-states.ts';
import { lockParents } from './statements/lock-parents.ts';

type SetState = (typeof api)['taskRuns']['setState'];

/** Proposes one state and tells what became of it. Throws TASK_RUN_NOT_FOUND. */
export const setTaskRunState = async (
  context: Context,
  { id, state, force }: z.output<SetState['input']>,
): Promise<OrchestrationResult> => {
  const { db, now } = context;
  const row = await db.selectFrom('task_run').select('flow_run_id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id });
  const parents = row.flow_run_id === null ? [null] : await lockParents(db, [row.flow_run_id]);
  const [results] = await proposeTaskStates(context, {
    tasks: [{ id, states: [{ state, at: now, force }] }],
    parents: parentsOf(parents),
  });
  const [result] = results ?? [];
  if (result === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id });
  return result;
};
