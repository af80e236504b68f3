import { event } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';
import type { StateEventRow } from './statements/read-state-events.ts';

export type EventView = z.input<typeof event>;

export const stateEventView = (row: StateEventRow): EventView => ({
  kind: 'flow-run.state',
  id: row.id,
  at: row.timestamp,
  actor: row.actor,
  run: {
    id: row.run_id,
    name: row.run_name,
    runCount: row.run_count,
    tags: row.tags,
    parentTaskRunId: row.parent_task_run_id,
    createdBy: row.created_by,
  },
  flow: { id: row.flow_id, name: row.flow_name },
  deployment: row.deployment_id === null ? null : { id: row.deployment_id, name: row.deployment_name },
  workQueue:
    row.queue_id === null || row.queue_name === null ? null : { id: row.queue_id, name: row.queue_name },
  workPool: row.pool_id === null || row.pool_name === null ? null : { id: row.pool_id, name: row.pool_name },
  state: { id: row.id, type: row.type, name: row.name, timestamp: row.timestamp, message: row.message },
  previous:
    row.previous_id === null
      ? null
      : {
          id: row.previous_id,
          type: row.previous_type,
          name: row.previous_name,
          timestamp: row.previous_timestamp,
          message: row.previous_message,
        },
});

export const recordedEventView = ({ id, kind, at, actor, detail }: Selectable<Tables['event']>): EventView =>
  event.parse({ ...detail, id, kind, at, actor });
