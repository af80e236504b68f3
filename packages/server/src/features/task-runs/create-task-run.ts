import { type api, DomainError, type FlowRunId, noStateDetails, type StateCreate } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { ensureTaskRuns } from './ensure-task-runs.ts';
import { type ParentRow, parentsOf } from './orchestrated-task-run.ts';
import { proposeTaskStates } from './propose-task-states.ts';
import { readTaskRun } from './read-task-run.ts';
import { lockParents } from './statements/lock-parents.ts';

type Create = (typeof api)['taskRuns']['create'];

export const pending: StateCreate = {
  type: 'PENDING',
  name: null,
  message: null,
  data: null,
  stateDetails: noStateDetails,
};

/**
 * Makes a task run in whatever state it is to begin with, in a flow run of any state; or answers, unchanged, the one that has
 * these keys there. Throws FLOW_RUN_NOT_FOUND, and ID_TAKEN for an id of another.
 */
export const createTaskRun = async (
  context: Context,
  { id, flowRunId, state, ...run }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const parent = flowRunId === null ? null : await lockParent(context, flowRunId);
  const wanted = [{ id: id ?? newId(context.now), run }];
  const [task] = await ensureTaskRuns(context, { parent, wanted });
  if (!task) throw new DomainError('ID_TAKEN', { noun: 'task run', id: id ?? '' });
  if (task.created) {
    await proposeTaskStates(context, {
      tasks: [{ id: task.id, states: [{ state: state ?? pending, at: context.now, force: true }] }],
      parents: parentsOf([parent]),
    });
  }
  return { run: await readTaskRun(context, { id: task.id }), created: task.created };
};

/** The flow run, which stays as it is until the transaction ends. Throws FLOW_RUN_NOT_FOUND. */
export const lockParent = async ({ db }: Context, id: FlowRunId): Promise<ParentRow> => {
  const [parent] = await lockParents(db, [id]);
  if (parent === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  return parent;
};
