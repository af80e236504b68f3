import { type FlowRunFilter, stateTypes } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, between, column, isNull, named, noneOf, tagged } from './criteria.ts';

const id = column('flow_run.id', 'uuid');
const deploymentId = column('flow_run.deployment_id', 'uuid');
const workQueueName = column('flow_run.work_queue_name');
const stateType = column('flow_run.state_type');
const stateName = column('flow_run.state_name');
const flowVersion = column('flow_run.flow_version');
const startTime = column('flow_run.start_time', 'timestamptz');
const endTime = column('flow_run.end_time', 'timestamptz');
const expectedStartTime = column('flow_run.expected_start_time', 'timestamptz');
const nextScheduledStartTime = column('flow_run.next_scheduled_start_time', 'timestamptz');
const parentTaskRunId = column('flow_run.parent_task_run_id', 'uuid');
const idempotencyKey = column('flow_run.idempotency_key');
const createdBy = column('flow_run.created_by');
const createdById = column(`flow_run.created_by ->> 'id'`);
const createdByType = column(`flow_run.created_by ->> 'type'`);

/** When a run started, or is to start. */
export const flowRunStart = 'coalesce(flow_run.start_time, flow_run.expected_start_time)';
const start = column(flowRunStart, 'timestamptz');

/** Of rows of `flow_run`. */
export const flowRunCondition = (filter: FlowRunFilter): Condition =>
  combine(filter.operator, [
    filter.id ? all([anyOf(id, filter.id.any), noneOf(id, filter.id.notAny)]) : null,
    filter.name ? named('flow_run', filter.name) : null,
    filter.tags ? tagged('flow_run', filter.tags) : null,
    filter.deploymentId
      ? combine(filter.deploymentId.operator, [
          anyOf(deploymentId, filter.deploymentId.any),
          isNull(deploymentId, filter.deploymentId.isNull),
        ])
      : null,
    filter.workQueueName
      ? combine(filter.workQueueName.operator, [
          anyOf(workQueueName, filter.workQueueName.any),
          isNull(workQueueName, filter.workQueueName.isNull),
        ])
      : null,
    filter.state ? stateCondition(filter.state) : null,
    filter.flowVersion ? all([anyOf(flowVersion, filter.flowVersion.any)]) : null,
    filter.startTime ? all([between(start, filter.startTime), hasNotStarted(filter.startTime.isNull)]) : null,
    filter.endTime ? all([between(endTime, filter.endTime), isNull(endTime, filter.endTime.isNull)]) : null,
    filter.expectedStartTime ? between(expectedStartTime, filter.expectedStartTime) : null,
    filter.nextScheduledStartTime ? between(nextScheduledStartTime, filter.nextScheduledStartTime) : null,
    filter.parentFlowRunId
      ? combine(filter.parentFlowRunId.operator, [childOf(filter.parentFlowRunId.any)])
      : null,
    filter.parentTaskRunId
      ? combine(filter.parentTaskRunId.operator, [
          anyOf(parentTaskRunId, filter.parentTaskRunId.any),
          isNull(parentTaskRunId, filter.parentTaskRunId.isNull),
        ])
      : null,
    filter.idempotencyKey
      ? all([
          anyOf(idempotencyKey, filter.idempotencyKey.any),
          noneOf(idempotencyKey, filter.idempotencyKey.notAny),
        ])
      : null,
    filter.createdBy
      ? combine(filter.createdBy.operator, [
          anyOf(createdById, filter.createdBy.id),
          anyOf(createdByType, filter.createdBy.type),
          isNull(createdBy, filter.createdBy.isNull),
        ])
      : null,
  ]);

/** What has not started has not ended either, and that has an index. */
const hasNotStarted = (wanted: boolean | null | undefined): Condition =>
  all([isNull(startTime, wanted), wanted ? isNull(endTime, true) : null]);

/** Unlike elsewhere, a member that says nothing is left out, under `or` too. */
const stateCondition = ({ operator, type, name }: NonNullable<FlowRunFilter['state']>): Condition =>
  combine(operator, [
    type?.any || type?.notAny?.length
      ? all([anyOf(stateType, type.any), noneOf(stateType, type.notAny)])
      : null,
    name?.any || name?.notAny?.length ? all([stateNamed(name.any), noneOf(stateName, name.notAny)]) : null,
  ]);

/** A name of whatever type: the index of both is searched once for each type. */
const stateNamed = (names: readonly string[] | null | undefined): Condition | null =>
  names == null ? null : all([anyOf(stateType, stateTypes), anyOf(stateName, names)]);

/** Runs whose parent task run belongs to one of these flow runs. */
const childOf = (flowRunIds: readonly string[] | null | undefined): Condition | null => {
  const parents = anyOf(column('parent.flow_run_id', 'uuid'), flowRunIds);
  return parents === null
    ? null
    : sql<SqlBool>`flow_run.parent_task_run_id in (select parent.id from task_run parent where ${parents})`;
};
