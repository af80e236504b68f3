import type { JsonValue, Labels, StateDetails, StateType, TaskRun as TaskRunShape } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, row, strings } from './columns.ts';
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
    stateTimestamp: instant().nullable(),
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
      name: 'task_run_cache_index',
      expression:
        'create index "task_run_cache_index" on "task_run" ("cache_key", "state_timestamp") where cache_key is not null',
    },
  ],
});
