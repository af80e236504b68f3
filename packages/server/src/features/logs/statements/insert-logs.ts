import type { LogCreate } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { newId } from '../../../database/id.ts';

// Makes a row of each line; their ids ascend, so that lines of one instant stay in order. Asks no index anything.
export const insertLogs = async (
  db: Db,
  { logs, now }: { logs: readonly LogCreate[]; now: Date },
): Promise<void> => {
  await sql`
    insert into log (created, id, name, level, message, timestamp, flow_run_id, task_run_id, worker_id)
    select ${now}::timestamptz, line.* from unnest(
      ${logs.map(() => newId(now))}::uuid[],
      ${logs.map((log) => log.name)}::text[],
      ${logs.map((log) => log.level)}::smallint[],
      ${logs.map((log) => log.message)}::text[],
      ${logs.map((log) => log.timestamp)}::timestamptz[],
      ${logs.map((log) => log.flowRunId)}::uuid[],
      ${logs.map((log) => log.taskRunId)}::uuid[],
      ${logs.map((log) => log.workerId)}::uuid[]
    ) as line`.execute(db);
};
