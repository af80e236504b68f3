import { type Actor, runPolicy } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type NewDeployment = {
  id: string;
  flowId: string;
  name: string;
  now: Date;
  actor: Actor | null;
};

// Makes a deployment of which nothing is said yet, unless its flow has one of this name; answers whether it did. The unique
// key (flow_id, name) is the lock: of two that come at once the second waits for the first.
export const insertDeployment = async (
  db: Db,
  { id, flowId, name, now, actor }: NewDeployment,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into deployment (
      id, created, updated, name, flow_id, paused, job_variables, parameters, enforce_parameter_schema, run_policy,
      tags, labels, created_by, status
    ) values (
      ${id}, ${now}, ${now}, ${name}, ${flowId}, false, '{}', '{}', true, ${JSON.stringify(runPolicy.parse({}))}::jsonb,
      '{}', '{}', ${actor === null ? null : JSON.stringify(actor)}::jsonb, 'NOT_READY'
    )
    on conflict (flow_id, name) do nothing
    returning id`.execute(db);
  return rows.length > 0;
};
