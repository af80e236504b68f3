import type { JsonObject } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ScheduleParameters = {
  id: string;
  deployment_name: string;
  parameters: JsonObject;
  /** What they are checked by; null where nothing is to be checked. */
  schema: JsonObject | null;
};

// The parameters that runs of these schedules start with, before templates are filled in. Served by the primary keys.
export const readScheduleParameters = async (
  db: Db,
  scheduleIds: readonly string[],
): Promise<ScheduleParameters[]> => {
  if (scheduleIds.length === 0) return [];
  const { rows } = await sql<ScheduleParameters>`
    select s.id, d.name as deployment_name, d.parameters || s.parameters as parameters,
      case when d.enforce_parameter_schema then
        nullif(d.parameter_openapi_schema, '{"type": "object", "properties": {}}') end as schema
    from deployment_schedule s
    join deployment d on d.id = s.deployment_id
    where s.id = any(${[...scheduleIds]}::uuid[])`.execute(db);
  return rows;
};
