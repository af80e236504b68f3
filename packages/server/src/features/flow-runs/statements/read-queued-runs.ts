import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { OpenQueue } from '../../work-pools/open-slots.ts';
import { claimable } from './claimable.ts';
import { inTurn } from './in-turn.ts';

export type ReadQueuedRuns = {
  queues: readonly OpenQueue[];
  after: Date | null;
  before: Date | null;
  limit: number;
};

// The ids of the runs that could be claimed, now or later, by the priority of their queue and then by time; of each queue no more
// than it has free slots. Served by flow_run_due_queue_index: of each queue as many entries as are wanted at all.
export const readQueuedRuns = async (
  db: Db,
  { queues, after, before, limit }: ReadQueuedRuns,
): Promise<string[]> => {
  if (queues.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select runs.id
    from unnest(
      ${queues.map(({ id }) => id)}::uuid[], ${queues.map(({ priority }) => priority)}::int[],
      ${queues.map(({ free }) => free)}::int[]
    ) as queue(id, priority, free)
    cross join lateral (
      select r.id, r.next_scheduled_start_time as start, row_number() over (order by ${inTurn}) as place
      from flow_run r
      where r.work_queue_id = queue.id and ${claimable}
        and r.next_scheduled_start_time >= coalesce(${after}::timestamptz, '-infinity')
        and r.next_scheduled_start_time <= coalesce(${before}::timestamptz, 'infinity')
      order by ${inTurn}
      limit ${limit}
    ) runs
    where queue.free is null or runs.place <= queue.free
    order by queue.priority, runs.start, runs.id
    limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
};
