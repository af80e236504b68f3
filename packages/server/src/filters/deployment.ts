import type { DeploymentFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, exists } from './condition.ts';
import { anyOf, column, like, named, noneOf, tagged } from './criteria.ts';

const id = column('deployment.id', 'uuid');
// The text that the deployment was given: nothing where it names a pool alone.
const workQueueName = column('deployment.work_queue_name');

/** Of rows of `deployment`. `concurrencyLimit` is accepted and says nothing. */
export const deploymentCondition = (filter: DeploymentFilter): Condition =>
  combine(filter.operator, [
    filter.id ? all([anyOf(id, filter.id.any), noneOf(id, filter.id.notAny)]) : null,
    filter.name ? named('deployment', filter.name) : null,
    filter.flowOrDeploymentName ? eitherName(filter.flowOrDeploymentName.like) : null,
    filter.paused
      ? all([filter.paused.eq == null ? null : sql<SqlBool>`deployment.paused = ${filter.paused.eq}`])
      : null,
    filter.tags ? tagged('deployment', filter.tags) : null,
    filter.workQueueName ? all([anyOf(workQueueName, filter.workQueueName.any)]) : null,
  ]);

const eitherName = (text: string | null | undefined): Condition => {
  const own = like('deployment.name', text);
  return own === null
    ? all([])
    : combine('or', [
        own,
        exists('flow', [sql<SqlBool>`flow.id = deployment.flow_id`, like('flow.name', text)]),
      ]);
};
