import { taskRunPolicy } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { runName } from '../../flow-runs/run-name.ts';

export type NewTarget = { id: string; flowRunId: string | null; taskKey: string; dynamicKey: string };

const bare = JSON.stringify(taskRunPolicy.parse({}));

// Makes task runs that have nothing but their keys yet; passes over those whose keys, or id, are taken. The unique keys are the
// lock: of two that come at once the second waits for the first.
export const insertTargets = async (
  db: Db,
  { targets, now }: { targets: readonly NewTarget[]; now: Date },
): Promise<void> => {
  await sql`
    insert into task_run (
      id, created, updated, name, flow_run_id, task_key, dynamic_key, empirical_policy, tags, labels, task_inputs,
      run_count, flow_run_run_count, total_run_time
    )
    select id, ${now}::timestamptz, ${now}::timestamptz, name, flow_run_id, task_key, dynamic_key, ${bare}::jsonb, '{}', '{}', '{}', 0, 0, 0
    from unnest(
      ${targets.map(({ id }) => id)}::uuid[], ${targets.map(() => runName())}::text[],
      ${targets.map(({ flowRunId }) => flowRunId)}::uuid[], ${targets.map(({ taskKey }) => taskKey)}::text[],
      ${targets.map(({ dynamicKey }) => dynamicKey)}::text[]
    ) as target(id, name, flow_run_id, task_key, dynamic_key)
    order by flow_run_id, task_key, dynamic_key
    on conflict do nothing`.execute(db);
};
