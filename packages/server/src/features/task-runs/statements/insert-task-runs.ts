import type { Labels, TaskRun } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

/** A task run as it is made, before its first state. */
export type NewTaskRow = Pick<
  TaskRun,
  'taskKey' | 'dynamicKey' | 'cacheKey' | 'cacheExpiration' | 'taskVersion' | 'empiricalPolicy' | 'taskInputs'
> & { id: string; name: string; tags: readonly string[]; labels: Labels };

const columnsOf = (row: NewTaskRow) => ({
  id: row.id,
  name: row.name,
  task_key: row.taskKey,
  dynamic_key: row.dynamicKey,
  cache_key: row.cacheKey,
  cache_expiration: row.cacheExpiration,
  task_version: row.taskVersion,
  empirical_policy: row.empiricalPolicy,
  tags: row.tags,
  labels: row.labels,
  task_inputs: row.taskInputs,
});

// Makes task runs of one flow run, or of none, without a state; passes over those whose keys, or id, are taken. The unique keys
// are the lock: of two that come at once the second waits for the first. Answers the ids that it made.
export const insertTaskRuns = async (
  db: Db,
  { flowRunId, rows, now }: { flowRunId: string | null; rows: readonly NewTaskRow[]; now: Date },
): Promise<string[]> => {
  const { rows: made } = await sql<{ id: string }>`
    insert into task_run (
      id, created, updated, name, flow_run_id, task_key, dynamic_key, cache_key, cache_expiration, task_version,
      empirical_policy, tags, labels, task_inputs, run_count, flow_run_run_count, total_run_time
    )
    select
      n.id, ${now}::timestamptz, ${now}::timestamptz, n.name, ${flowRunId}::uuid, n.task_key, n.dynamic_key, n.cache_key,
      n.cache_expiration, n.task_version, n.empirical_policy, n.tags, n.labels, n.task_inputs, 0, 0, 0
    from jsonb_to_recordset(${JSON.stringify(rows.map(columnsOf))}::jsonb) as n(
      id uuid, name text, task_key text, dynamic_key text, cache_key text, cache_expiration timestamptz,
      task_version text, empirical_policy jsonb, tags text[], labels jsonb, task_inputs jsonb
    )
    order by n.task_key, n.dynamic_key
    on conflict do nothing
    returning id`.execute(db);
  return made.map(({ id }) => id);
};
