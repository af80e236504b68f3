import type { JsonValue, Labels, StateDetails, StateType, TaskRun as TaskRunShape } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, preciseInstant, row, strings } from './columns.ts';
import { FlowRun } from './flow-run.ts';

export const TaskRun = defineEntity({
  name: 'TaskRun',
  tableName: 'task_run',
  properties: {
    ...row(),
    name: p.text(),
    flowRunId: () => p.manyToOne(FlowRun).mapToPk().fieldName('flow_run_id').deleteRule('cascade').nullable(),
    taskKey: p.text(),
    dynamicKey: p.text(),
    cacheKey: p.text().nullable(),
    cacheExpiration: instant().nullable(),
    taskVersion: p.text().nullable(),
    empiricalPolicy: p.json<TaskRunShape['empiricalPolicy']>(),
    tags: strings(),
    labels: p.json<Labels>(),
    taskInputs: p.json<TaskRunShape['taskInputs']>(),
    stateId: p.uuid().nullable(),
    stateType: p.text().$type<StateType>().nullable(),
    stateName: p.text().nullable(),
    stateTimestamp: preciseInstant().nullable(),
    stateMessage: p.text().nullable(),
    stateData: p.json<JsonValue>().nullable(),
    stateDetails: p.json<StateDetails>().nullable(),
    runCount: p.integer(),
    flowRunRunCount: p.integer(),
    expectedStartTime: instant().nullable(),
    nextScheduledStartTime: instant().nullable(),
    startTime: instant().nullable(),
    endTime: instant().nullable(),
    totalRunTime: p.double().$type<number>(),
    /** The limits on its tags of which it holds a slot while it runs. */
    heldLimits: p.array().$type<string[]>().columnType('uuid[]').defaultRaw("'{}'"),
  },
  uniques: [{ name: 'task_run_key_unique', properties: ['flowRunId', 'taskKey', 'dynamicKey'] }],
  indexes: [
    { name: 'task_run_flow_run_index', properties: ['flowRunId', 'expectedStartTime', 'id'] },
    { name: 'task_run_state_index', properties: ['stateType', 'stateName', 'id'] },
    { name: 'task_run_tags_index', properties: ['tags'], type: 'gin' },
    {
      name: 'task_run_name_index',
      expression: 'create index "task_run_name_index" on "task_run" ("name" collate "C", "id")',
    },
    { name: 'task_run_expected_index', properties: ['expectedStartTime', 'id'] },
    { name: 'task_run_end_index', properties: ['endTime', 'id'] },
    {
      name: 'task_run_held_limits_index',
      expression: `create index "task_run_held_limits_index" on "task_run" using gin ("held_limits") where state_type in ('RUNNING', 'CANCELLING')`,
    },
    {
      name: 'task_run_lone_key_unique',
      expression:
        'create unique index "task_run_lone_key_unique" on "task_run" ("task_key", "dynamic_key") where flow_run_id is null',
    },
    {
      name: 'task_run_open_index',
      expression: `create index "task_run_open_index" on "task_run" ("flow_run_id") where state_type not in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')`,
    },
  ],
});
