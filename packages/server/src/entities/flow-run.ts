import type {
  Actor,
  FlowRunPolicy,
  JsonObject,
  JsonValue,
  Labels,
  StateDetails,
  StateType,
} from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, row, strings } from './columns.ts';
import { Flow } from './flow.ts';
import { WorkQueue } from './work-queue.ts';

const index = (name: string, columns: string, where = '') => ({
  name,
  expression: `create index "${name}" on "flow_run" ${columns}${where === '' ? '' : ` where ${where}`}`,
});

export const FlowRun = defineEntity({
  name: 'FlowRun',
  tableName: 'flow_run',
  properties: {
    ...row(),
    name: p.text(),
    flowId: () => p.manyToOne(Flow).mapToPk().fieldName('flow_id').deleteRule('cascade'),
    // Runs outlive their deployment and schedule, so neither is a foreign key.
    deploymentId: p.uuid().nullable(),
    deploymentVersion: p.text().nullable(),
    scheduleId: p.uuid().nullable(),
    nominalStart: instant().nullable(),
    workQueueId: () =>
      p.manyToOne(WorkQueue).mapToPk().fieldName('work_queue_id').deleteRule('set null').nullable(),
    workQueueName: p.text().nullable(),
    flowVersion: p.text().nullable(),
    parameters: p.json<JsonObject>(),
    idempotencyKey: p.text().nullable(),
    context: p.json<JsonObject>(),
    empiricalPolicy: p.json<FlowRunPolicy>(),
    tags: strings(),
    labels: p.json<Labels>(),
    parentTaskRunId: p.uuid().nullable(),
    // The current state; its history is flow_run_state.
    stateId: p.uuid().nullable(),
    stateType: p.text().$type<StateType>().nullable(),
    stateName: p.text().nullable(),
    stateTimestamp: instant().nullable(),
    stateMessage: p.text().nullable(),
    stateData: p.json<JsonValue>().nullable(),
    stateDetails: p.json<StateDetails>().nullable(),
    runCount: p.integer(),
    expectedStartTime: instant().nullable(),
    nextScheduledStartTime: instant().nullable(),
    startTime: instant().nullable(),
    endTime: instant().nullable(),
    totalRunTime: p.double().$type<number>(),
    autoScheduled: p.boolean(),
    infrastructureDocumentId: p.uuid().nullable(),
    infrastructurePid: p.text().nullable(),
    createdBy: p.json<Actor>().nullable(),
    jobVariables: p.json<JsonObject>().nullable(),
    leaseToken: p.bigint('number').nullable(),
    leaseExpiresAt: instant().nullable(),
    leaseHolder: p.json<{ id: string; name: string }>().nullable(),
    /** Its process is gone or it is cancelled, and task runs or subflows of it are still open. */
    endsChildren: p.boolean().default(false),
  },
  triggers: [
    {
      name: 'flow_run_stand_in',
      timing: 'after',
      events: ['insert', 'update'],
      expression:
        'create trigger "flow_run_stand_in" after insert or update of "state_id" on "flow_run" for each row when (new.parent_task_run_id is not null) execute function flow_run_stand_in()',
    },
  ],
  uniques: [
    { name: 'flow_run_nominal_start_unique', properties: ['scheduleId', 'nominalStart'] },
    // The key comes first, for filters ask for it without the flow.
    { name: 'flow_run_idempotency_key_unique', properties: ['idempotencyKey', 'flowId'] },
  ],
  checks: [
    { name: 'flow_run_lease_check', expression: '(lease_token is null) = (lease_expires_at is null)' },
    {
      name: 'flow_run_lease_state_check',
      expression: "lease_token is null or state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED')",
    },
    {
      name: 'flow_run_scheduled_check',
      expression: "state_type <> 'SCHEDULED' or next_scheduled_start_time is not null",
    },
    {
      name: 'flow_run_ended_check',
      expression:
        "state_type is null or (end_time is not null) = (state_type in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'))",
    },
    {
      // Filters rely on it: what has not started is looked for among what has not ended.
      name: 'flow_run_started_check',
      expression: 'end_time is null or start_time is not null',
    },
    {
      name: 'flow_run_state_check',
      expression:
        '(state_id is null) = (state_type is null) and (state_id is null) = (state_timestamp is null)',
    },
  ],
  indexes: [
    // Claims, plain reads of what is scheduled, late marks, expired leases: only what is due is in them.
    index('flow_run_due_index', '("deployment_id", "next_scheduled_start_time")', "state_type = 'SCHEDULED'"),
    index(
      'flow_run_due_queue_index',
      '("work_queue_id", "next_scheduled_start_time" nulls first)',
      "state_type = 'SCHEDULED'",
    ),
    // Of each queue what waits, deployment by deployment, and what holds a slot.
    index(
      'flow_run_lane_index',
      '("work_queue_id", "state_type", "deployment_id", "next_scheduled_start_time" nulls first)',
      "work_queue_id is not null and state_type in ('SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLING')",
    ),
    index(
      'flow_run_not_yet_late_index',
      '("next_scheduled_start_time")',
      "state_type = 'SCHEDULED' and state_name = 'Scheduled'",
    ),
    // What of each deployment holds a slot of its limit, and a few suspended runs.
    index(
      'flow_run_holding_index',
      '("deployment_id")',
      "state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED') or state_type = 'SCHEDULED' and empirical_policy->>'retryType' = 'in_process'",
    ),
    index('flow_run_ends_children_index', '("id")', 'ends_children'),
    index('flow_run_cancelling_index', '("state_timestamp")', "state_type = 'CANCELLING'"),
    index(
      'flow_run_pause_timeout_index',
      `((state_details->>'pauseTimeout') collate "C")`,
      "state_type = 'PAUSED'",
    ),
    index(
      'flow_run_queue_timeout_index',
      '("next_scheduled_start_time")',
      "state_type = 'SCHEDULED' and empirical_policy->>'queueTimeout' is not null",
    ),
    index('flow_run_lease_index', '("lease_expires_at")', 'lease_token is not null'),
    index(
      'flow_run_schedule_future_index',
      '("schedule_id", "next_scheduled_start_time")',
      "state_type = 'SCHEDULED'",
    ),
    // One index a sort: a filter that matches much is answered by walking its sort.
    index('flow_run_start_sort_index', '((coalesce("start_time", "expected_start_time")), "id")'),
    index('flow_run_expected_sort_index', '("expected_start_time", "id")'),
    index('flow_run_name_sort_index', '("name" collate "C", "id")'),
    index('flow_run_next_sort_index', '("next_scheduled_start_time", "id")'),
    index('flow_run_end_sort_index', '("end_time", "id")'),
    // One index a filter: a filter that matches little is answered by sorting what it finds.
    index(
      'flow_run_deployment_index',
      '("deployment_id", (coalesce("start_time", "expected_start_time")), "id")',
    ),
    index('flow_run_flow_index', '("flow_id", (coalesce("start_time", "expected_start_time")), "id")'),
    index('flow_run_state_index', '("state_type", "state_name", "id")'),
    index('flow_run_tags_index', 'using gin ("tags")'),
    index('flow_run_queue_index', '("work_queue_id", "id")', 'work_queue_id is not null'),
    index('flow_run_queue_name_index', '("work_queue_name", "id")', 'work_queue_name is not null'),
    index('flow_run_parent_index', '("parent_task_run_id", "id")', 'parent_task_run_id is not null'),
    index('flow_run_version_index', '("flow_version", "id")', 'flow_version is not null'),
    // Not partial: only so does the planner learn how many runs each value has.
    index('flow_run_creator_index', `((created_by ->> 'id'))`),
    index('flow_run_creator_type_index', `((created_by ->> 'type'))`),
  ],
});
