import type { WorkPoolFilter } from '@carillon/core';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, column } from './criteria.ts';

/** Of rows of `work_pool`. */
export const workPoolCondition = ({ operator, id, name, type }: WorkPoolFilter): Condition =>
  combine(operator, [
    id ? all([anyOf(column('work_pool.id', 'uuid'), id.any)]) : null,
    name ? all([anyOf(column('work_pool.name'), name.any)]) : null,
    type ? all([anyOf(column('work_pool.type'), type.any)]) : null,
  ]);
