import type { Filters, LogFilter, VariableFilter, WorkQueueFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import type { Db } from '../database/db.ts';
import { all, type Condition, exists } from './condition.ts';
import { anyOf, column } from './criteria.ts';
import { deploymentCondition } from './deployment.ts';
import { readFewIds } from './few-ids.ts';
import { checkFilterSize } from './filter-size.ts';
import { flowCondition } from './flow.ts';
import { flowRunCondition } from './flow-run.ts';
import { logCondition } from './log.ts';
import { taskRunCondition } from './task-run.ts';
import { variableCondition } from './variable.ts';
import { workPoolCondition } from './work-pool.ts';
import { workQueueCondition } from './work-queue.ts';

type QueueFilters = Pick<Filters, 'workPools' | 'workPoolQueues'>;
type RunFilters = Pick<Filters, 'flowRuns' | 'taskRuns'>;

const same = (left: string, right: string): Condition => sql<SqlBool>`${sql.raw(left)} = ${sql.raw(right)}`;

/** A condition for a filter that is there, if only as an empty object. */
const given = <F>(filter: F | null | undefined, condition: (filter: F) => Condition): Condition | null =>
  filter == null ? null : condition(filter);

const queues = 'work_queue join work_pool on work_pool.id = work_queue.work_pool_id';

/** Of rows of `queues`. */
const queueCondition = ({ workPools, workPoolQueues }: QueueFilters): Condition | null =>
  workPools == null && workPoolQueues == null
    ? null
    : all([given(workPoolQueues, workQueueCondition), given(workPools, workPoolCondition)]);

/** The queue that `queueId` names and its pool match. */
const throughQueue = (queueId: string, filters: QueueFilters): Condition | null =>
  given(queueCondition(filters), (condition) => exists(queues, [same('work_queue.id', queueId), condition]));

const hasTaskRun = ({ taskRuns }: Pick<Filters, 'taskRuns'>): Condition | null =>
  given(taskRuns, (filter) =>
    exists('task_run', [same('task_run.flow_run_id', 'flow_run.id'), taskRunCondition(filter)]),
  );

/** One flow run matches, and one of its own task runs. */
const hasRun = (link: Condition, { flowRuns, taskRuns }: RunFilters): Condition | null =>
  flowRuns == null && taskRuns == null
    ? null
    : exists('flow_run', [link, given(flowRuns, flowRunCondition), hasTaskRun({ taskRuns })]);

type Link = { from: string; id: string; key: string; condition: Condition | null };

/**
 * What `key` names matches. Where few do, they are found first, for the planner cannot guess how many runs have one of them: by
 * their ids it knows.
 */
const linked = async (db: Db, { from, id, key, condition }: Link): Promise<Condition | null> => {
  if (condition === null) return null;
  const ids = await readFewIds(db, { from, id, condition });
  return ids === null ? exists(from, [same(id, key), condition]) : anyOf(column(key, 'uuid'), ids);
};

/** Of rows of `flow_run`. Throws INPUT_INVALID, like its neighbours, for filters that are too large. */
export const flowRunsMatching = async (db: Db, filters: Filters): Promise<Condition> => {
  checkFilterSize(filters);
  return all([
    given(filters.flowRuns, flowRunCondition),
    await linked(db, {
      from: 'flow',
      id: 'flow.id',
      key: 'flow_run.flow_id',
      condition: given(filters.flows, flowCondition),
    }),
    await linked(db, {
      from: 'deployment',
      id: 'deployment.id',
      key: 'flow_run.deployment_id',
      condition: given(filters.deployments, deploymentCondition),
    }),
    hasTaskRun(filters),
    await linked(db, {
      from: queues,
      id: 'work_queue.id',
      key: 'flow_run.work_queue_id',
      condition: queueCondition(filters),
    }),
  ]);
};

/** Of rows of `task_run`. What is asked of anything else is asked of the flow run that it runs in. */
export const taskRunsMatching = (filters: Filters): Condition => {
  checkFilterSize(filters);
  const { flowRuns, flows, deployments } = filters;
  const queue = throughQueue('flow_run.work_queue_id', filters);
  return all([
    given(filters.taskRuns, taskRunCondition),
    flowRuns == null && flows == null && deployments == null && queue === null
      ? null
      : exists('flow_run', [
          same('flow_run.id', 'task_run.flow_run_id'),
          given(flowRuns, flowRunCondition),
          given(flows, (filter) =>
            exists('flow', [same('flow.id', 'flow_run.flow_id'), flowCondition(filter)]),
          ),
          given(deployments, (filter) =>
            exists('deployment', [
              same('deployment.id', 'flow_run.deployment_id'),
              deploymentCondition(filter),
            ]),
          ),
          queue,
        ]),
  ]);
};

/** Of rows of `deployment`. */
export const deploymentsMatching = (filters: Filters): Condition => {
  checkFilterSize(filters);
  return all([
    given(filters.deployments, deploymentCondition),
    given(filters.flows, (filter) =>
      exists('flow', [same('flow.id', 'deployment.flow_id'), flowCondition(filter)]),
    ),
    hasRun(same('flow_run.deployment_id', 'deployment.id'), filters),
    throughQueue('deployment.work_queue_id', filters),
  ]);
};

/** Of rows of `flow`. The deployment that matches is also the one whose pool matches. */
export const flowsMatching = (filters: Omit<Filters, 'workPoolQueues'>): Condition => {
  checkFilterSize(filters);
  const { deployments, workPools } = filters;
  return all([
    given(filters.flows, flowCondition),
    hasRun(same('flow_run.flow_id', 'flow.id'), filters),
    deployments == null && workPools == null
      ? null
      : exists('deployment', [
          same('deployment.flow_id', 'flow.id'),
          given(deployments, deploymentCondition),
          throughQueue('deployment.work_queue_id', { workPools }),
        ]),
  ]);
};

/** Of rows of `work_pool`. */
export const workPoolsMatching = (filters: Pick<Filters, 'workPools'>): Condition => {
  checkFilterSize(filters);
  return all([given(filters.workPools, workPoolCondition)]);
};

/** Of rows of `work_queue`; those of one pool, where it is named. */
export const workQueuesMatching = (
  filters: { workQueues?: WorkQueueFilter | null | undefined },
  poolId: string | null,
): Condition => {
  checkFilterSize(filters);
  return all([
    poolId === null ? null : anyOf(column('work_queue.work_pool_id', 'uuid'), [poolId]),
    given(filters.workQueues, workQueueCondition),
  ]);
};

/** Of rows of `variable`. */
export const variablesMatching = (filters: { variables?: VariableFilter | null | undefined }): Condition => {
  checkFilterSize(filters);
  return all([given(filters.variables, variableCondition)]);
};

/** Of rows of `log`. */
export const logsMatching = (filters: { logs?: LogFilter | null | undefined }): Condition => {
  checkFilterSize(filters);
  return all([given(filters.logs, logCondition)]);
};
