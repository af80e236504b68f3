import {
  buildState,
  DomainError,
  enterState,
  type FlowRunPolicy,
  type flowRun,
  flowRunId,
  flowRunPolicy,
  invariant,
  type StateCreate,
  stateId,
  taskRunId,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { readFlowRun } from './read-flow-run.ts';
import { runName } from './run-name.ts';
import { insertRun, type RunRow } from './statements/insert-run.ts';

export type NewRun = Omit<RunRow, 'id' | 'name' | 'empiricalPolicy'> & {
  /** A random one where it is null or empty. */
  name: string | null;
  empiricalPolicy: { [Key in keyof FlowRunPolicy]?: FlowRunPolicy[Key] | undefined };
  state: StateCreate;
};

export type MadeRun = { run: z.input<typeof flowRun>; created: boolean };

const triesMax = 3;

/**
 * Makes a run in whatever state it is to begin with; or answers, unchanged, the run that its flow has for this idempotency
 * key. The empty key is a key like any other. Throws TASK_RUN_NOT_FOUND and BLOCK_DOCUMENT_NOT_FOUND for what it refers to.
 */
export const makeRun = async (
  context: Context,
  { state: first, name, ...wanted }: NewRun,
): Promise<MadeRun> => {
  await checkReferences(context, wanted);
  const { db, now, actor, afterCommit, services } = context;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const id = newId(now);
    const empiricalPolicy = flowRunPolicy.parse(wanted.empiricalPolicy);
    const state = buildState(first, {
      id: stateId.parse(newId(now)),
      flowRunId: flowRunId.parse(id),
      taskRunId: wanted.parentTaskRunId === null ? null : taskRunId.parse(wanted.parentTaskRunId),
      timestamp: now,
    });
    const row = { ...wanted, id, name: name || runName(), empiricalPolicy };
    const progress = enterState({ ...untouched, policy: empiricalPolicy }, null, state);
    if (await insertRun(db, { row, state, progress, now, actor })) {
      const { deploymentId, workQueueId } = wanted;
      afterCommit(() => {
        services.wake.runChanged(id);
        if (state.type === 'SCHEDULED') services.wake.runsScheduled([deploymentId, workQueueId]);
      });
      return { run: await readFlowRun(context, { id }), created: true };
    }
    const existing = await db
      .selectFrom('flow_run')
      .select('id')
      .where('flow_id', '=', wanted.flowId)
      .where('idempotency_key', '=', wanted.idempotencyKey)
      .executeTakeFirst();
    // It may have been deleted in this moment, and then the key is free again.
    if (existing !== undefined) return { run: await readFlowRun(context, existing), created: false };
  }
  invariant(false, `the run of key ${wanted.idempotencyKey} comes and goes`);
};

const untouched = {
  runCount: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
  startTime: null,
  endTime: null,
  totalRunTime: 0,
};

const checkReferences = async (
  { db }: Context,
  { parentTaskRunId, infrastructureDocumentId }: Pick<NewRun, 'parentTaskRunId' | 'infrastructureDocumentId'>,
): Promise<void> => {
  if (infrastructureDocumentId !== null)
    throw new DomainError('BLOCK_DOCUMENT_NOT_FOUND', { id: infrastructureDocumentId });
  if (parentTaskRunId === null) return;
  const parent = await db
    .selectFrom('task_run')
    .select('id')
    .where('id', '=', parentTaskRunId)
    .executeTakeFirst();
  if (parent === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id: parentTaskRunId });
};
