import type { FlowFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, exists, not } from './condition.ts';
import { anyOf, column, named, noneOf, tagged } from './criteria.ts';

const id = column('flow.id', 'uuid');

/** Of rows of `flow`. */
export const flowCondition = (filter: FlowFilter): Condition =>
  combine(filter.operator, [
    filter.id ? all([anyOf(id, filter.id.any), noneOf(id, filter.id.notAny)]) : null,
    filter.deployment ? deploymentCondition(filter.deployment) : null,
    filter.name ? named('flow', filter.name) : null,
    filter.tags ? tagged('flow', filter.tags) : null,
  ]);

/** `isNull` asks for flows without a deployment. */
const deploymentCondition = ({ operator, isNull }: NonNullable<FlowFilter['deployment']>): Condition => {
  const some = exists('deployment', [sql<SqlBool>`flow.id = deployment.flow_id`]);
  return combine(operator, [isNull == null ? null : isNull ? not(some) : some]);
};
