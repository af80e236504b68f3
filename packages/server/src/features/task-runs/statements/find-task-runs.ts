import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type TaskKeys = { taskKey: string; dynamicKey: string };

// The ids of the task runs that a flow run, or none, has under these keys. Served by task_run_key_unique and
// task_run_lone_key_unique.
export const findTaskRuns = async (
  db: Db,
  { flowRunId, keys }: { flowRunId: string | null; keys: readonly TaskKeys[] },
): Promise<(TaskKeys & { id: string })[]> => {
  if (keys.length === 0) return [];
  const { rows } = await sql<TaskKeys & { id: string }>`
    select t.id, t.task_key as "taskKey", t.dynamic_key as "dynamicKey"
    from unnest(
      ${keys.map(({ taskKey }) => taskKey)}::text[], ${keys.map(({ dynamicKey }) => dynamicKey)}::text[]
    ) as wanted(task_key, dynamic_key)
    join task_run t on t.task_key = wanted.task_key and t.dynamic_key = wanted.dynamic_key
      and ${flowRunId === null ? sql`t.flow_run_id is null` : sql`t.flow_run_id = ${flowRunId}::uuid`}`.execute(
    db,
  );
  return rows;
};
