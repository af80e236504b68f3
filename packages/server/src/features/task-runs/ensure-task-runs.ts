import { type Labels, type TaskRunCreate, taskRunPolicy } from '@carillon/core';
import type { Context } from '../../context.ts';
import { runName } from '../flow-runs/run-name.ts';
import type { ParentRow } from './orchestrated-task-run.ts';
import { findTaskRuns } from './statements/find-task-runs.ts';
import { insertTaskRuns, type NewTaskRow } from './statements/insert-task-runs.ts';

/** What a request says of a task run itself. */
type TaskMembers = Omit<TaskRunCreate, 'id' | 'flowRunId' | 'state'>;

export type WantedTask = { id: string; run: TaskMembers };

/** The task run that answers to a request; null where the id that was asked for is another's. */
export type EnsuredTask = { id: string; created: boolean } | null;

const triesMax = 3;

/**
 * Makes task runs of a locked flow run, or of none, without a state yet; where their keys are taken, the task run that has them
 * is the one. Answers in the order of the request.
 */
export const ensureTaskRuns = async (
  { db, now }: Context,
  { parent, wanted }: { parent: ParentRow | null; wanted: readonly WantedTask[] },
): Promise<EnsuredTask[]> => {
  const flowRunId = parent?.id ?? null;
  const found = new Map<string, EnsuredTask>();
  let missing = wanted;
  for (let tries = 0; tries < triesMax && missing.length > 0; tries += 1) {
    const rows = missing.map((task) => newRow(task, parent));
    const made = new Set(await insertTaskRuns(db, { flowRunId, rows, now }));
    const keys = missing.filter(({ id }) => !made.has(id)).map(({ run }) => run);
    for (const { id, run } of missing) if (made.has(id)) found.set(keyOf(run), { id, created: true });
    for (const { id, ...run } of await findTaskRuns(db, { flowRunId, keys })) {
      if (!found.has(keyOf(run))) found.set(keyOf(run), { id, created: false });
    }
    // One that had the keys may have been deleted in this moment, and then they are free again.
    missing = missing.filter(({ run }) => !found.has(keyOf(run)));
  }
  return wanted.map(({ run }) => found.get(keyOf(run)) ?? null);
};

const keyOf = ({ taskKey, dynamicKey }: Pick<TaskMembers, 'taskKey' | 'dynamicKey'>): string =>
  JSON.stringify([taskKey, dynamicKey]);

const newRow = ({ id, run }: WantedTask, parent: ParentRow | null): NewTaskRow => ({
  ...run,
  id,
  name: run.name || runName(),
  empiricalPolicy: wholePolicy(run.empiricalPolicy ?? {}),
  labels: { ...inherited(parent), ...run.labels },
});

const inherited = (parent: ParentRow | null): Labels =>
  parent === null ? {} : { ...parent.labels, 'prefect.flow-run.id': parent.id };

/** What older clients say in older words counts where the present ones say nothing. */
const wholePolicy = (given: NonNullable<TaskMembers['empiricalPolicy']>) => {
  const policy = taskRunPolicy.parse(given);
  return {
    ...policy,
    retries: policy.maxRetries !== 0 && !policy.retries ? policy.maxRetries : policy.retries,
    retryDelay:
      policy.retryDelaySeconds !== 0 && !policy.retryDelay ? policy.retryDelaySeconds : policy.retryDelay,
  };
};
