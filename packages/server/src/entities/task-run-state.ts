import type { JsonValue, StateDetails, StateType } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
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
    timestamp: instant(),
    message: p.text().nullable(),
    data: p.json<JsonValue>().nullable(),
    stateDetails: p.json<StateDetails>(),
  },
  uniques: [{ name: 'task_run_state_timestamp_unique', properties: ['taskRunId', 'timestamp'] }],
});
