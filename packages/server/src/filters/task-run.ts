import type { TaskRunFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, exists, not } from './condition.ts';
import { anyOf, between, column, isNull, named, tagged } from './criteria.ts';

const id = column('task_run.id', 'uuid');
const flowRunId = column('task_run.flow_run_id', 'uuid');
const stateType = column('task_run.state_type');
const stateName = column('task_run.state_name');
const startTime = column('task_run.start_time', 'timestamptz');
const endTime = column('task_run.end_time', 'timestamptz');
const expectedStartTime = column('task_run.expected_start_time', 'timestamptz');

/** Of rows of `task_run`. */
export const taskRunCondition = (filter: TaskRunFilter): Condition =>
  combine(filter.operator, [
    filter.id ? all([anyOf(id, filter.id.any)]) : null,
    filter.name ? named('task_run', filter.name) : null,
    filter.tags ? tagged('task_run', filter.tags) : null,
    filter.state
      ? combine(filter.state.operator, [
          anyOf(stateType, filter.state.type?.any),
          anyOf(stateName, filter.state.name?.any),
        ])
      : null,
    filter.startTime
      ? all([between(startTime, filter.startTime), isNull(startTime, filter.startTime.isNull)])
      : null,
    filter.endTime ? all([between(endTime, filter.endTime), isNull(endTime, filter.endTime.isNull)]) : null,
    filter.expectedStartTime ? between(expectedStartTime, filter.expectedStartTime) : null,
    filter.subflowRuns ? subflowCondition(filter.subflowRuns.exists) : null,
    filter.flowRunId ? ofFlowRun(filter.flowRunId) : null,
  ]);

/** Whether it stands for a flow run that its own flow run started. */
const subflowCondition = (wanted: boolean | null | undefined): Condition => {
  const child = exists('flow_run child', [sql<SqlBool>`child.parent_task_run_id = task_run.id`]);
  return all([wanted == null ? null : wanted ? child : not(child)]);
};

/** Without `any` it asks whether there is a flow run at all: by itself, that there is one. */
const ofFlowRun = ({ any, isNull: none }: NonNullable<TaskRunFilter['flowRunId']>): Condition =>
  all([none === true ? isNull(flowRunId, true) : (anyOf(flowRunId, any) ?? isNull(flowRunId, false))]);
