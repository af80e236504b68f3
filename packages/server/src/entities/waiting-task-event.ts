import type { JsonObject } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';

/** What clients told of tasks in flow runs that are not there yet. */
export const WaitingTaskEvent = defineEntity({
  name: 'WaitingTaskEvent',
  tableName: 'waiting_task_event',
  properties: {
    id: p.uuid().primary(),
    flowRunId: p.uuid(),
    received: instant(),
    taskEvent: p.json<JsonObject>(),
  },
  indexes: [
    { name: 'waiting_task_event_flow_run_index', properties: ['flowRunId'] },
    { name: 'waiting_task_event_received_index', properties: ['received'] },
  ],
});
