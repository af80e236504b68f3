import type { JsonValue, StateDetails, StateType } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { preciseInstant } from './columns.ts';
import { TaskRun } from './task-run.ts';

/** Append-only. */
export const TaskRunState = defineEntity({
  name: 'TaskRunState',
  tableName: 'task_run_state',
  properties: {
    id: p.uuid().primary(),
    taskRunId: () => p.manyToOne(TaskRun).mapToPk().fieldName('task_run_id').deleteRule('cascade'),
    type: p.text().$type<StateType>(),
    name: p.text(),
    timestamp: preciseInstant(),
    message: p.text().nullable(),
    data: p.json<JsonValue>().nullable(),
    stateDetails: p.json<StateDetails>(),
    /** Under which later task runs find this result instead of running; null for what no rule has looked at. */
    cacheKey: p.text().nullable(),
  },
  uniques: [{ name: 'task_run_state_timestamp_unique', properties: ['taskRunId', 'timestamp'] }],
  indexes: [
    {
      name: 'task_run_state_cache_index',
      expression:
        'create index "task_run_state_cache_index" on "task_run_state" (md5("cache_key"), "timestamp") where cache_key is not null',
    },
  ],
});
