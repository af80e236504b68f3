import type { Actor, StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type StateEventRow = {
  id: string;
  type: StateType;
  name: string;
  timestamp: Date;
  message: string | null;
  actor: Actor | null;
  run_id: string;
  run_name: string;
  run_count: number;
  tags: string[];
  parent_task_run_id: string | null;
  created_by: Actor | null;
  flow_id: string;
  flow_name: string;
  deployment_id: string | null;
  deployment_name: string | null;
  queue_id: string | null;
  queue_name: string | null;
  pool_id: string | null;
  pool_name: string | null;
  previous_id: string | null;
  previous_type: StateType;
  previous_name: string;
  previous_timestamp: Date;
  previous_message: string | null;
};

// States of runs, each with the one before it and what its run belongs to. Served by primary keys and
// flow_run_state_timestamp_unique.
export const readStateEvents = async (db: Db, ids: readonly string[]): Promise<StateEventRow[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<StateEventRow>`
    select
      s.id, s.type, s.name, s.timestamp, s.message, s.actor,
      r.id as run_id, r.name as run_name, r.run_count, r.tags, r.parent_task_run_id, r.created_by,
      f.id as flow_id, f.name as flow_name, r.deployment_id, d.name as deployment_name,
      q.id as queue_id, q.name as queue_name, p.id as pool_id, p.name as pool_name,
      previous.id as previous_id, previous.type as previous_type, previous.name as previous_name,
      previous.timestamp as previous_timestamp, previous.message as previous_message
    from flow_run_state s
    join flow_run r on r.id = s.flow_run_id
    join flow f on f.id = r.flow_id
    left join deployment d on d.id = r.deployment_id
    left join work_queue q on q.id = r.work_queue_id
    left join work_pool p on p.id = q.work_pool_id
    left join lateral (
      select before.* from flow_run_state before
      where before.flow_run_id = s.flow_run_id and before.timestamp < s.timestamp
      order by before.timestamp desc
      limit 1
    ) previous on true
    where s.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
};
