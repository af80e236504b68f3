import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

/** What tells a task run: its keys in its flow run, or in none, and besides its id. */
export type TaskName = {
  taskRunId: string;
  flowRunId: string | null;
  taskKey: string | null;
  dynamicKey: string | null;
};

// The task run of each name, in their order: the one that has the keys, or else the id; null where there is none. Served by
// task_run_key_unique, task_run_lone_key_unique and the primary key.
export const findTargets = async (db: Db, names: readonly TaskName[]): Promise<(string | null)[]> => {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(keyed.id, lone.id, own.id) as id
    from unnest(
      ${names.map(({ taskRunId }) => taskRunId)}::uuid[], ${names.map(({ flowRunId }) => flowRunId)}::uuid[],
      ${names.map(({ taskKey }) => taskKey)}::text[], ${names.map(({ dynamicKey }) => dynamicKey)}::text[]
    ) with ordinality as name(task_run_id, flow_run_id, task_key, dynamic_key, position)
    left join task_run keyed on keyed.flow_run_id = name.flow_run_id
      and keyed.task_key = name.task_key and keyed.dynamic_key = name.dynamic_key
    left join task_run lone on lone.flow_run_id is null and name.flow_run_id is null
      and lone.task_key = name.task_key and lone.dynamic_key = name.dynamic_key
    left join task_run own on own.id = name.task_run_id
    order by name.position`.execute(db);
  return rows.map(({ id }) => id);
};
