import type { WorkQueueFilter } from '@carillon/core';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, column, startsWith } from './criteria.ts';

/** Of rows of `work_queue`. */
export const workQueueCondition = ({ operator, id, name }: WorkQueueFilter): Condition =>
  combine(operator, [
    id ? all([anyOf(column('work_queue.id', 'uuid'), id.any)]) : null,
    name
      ? all([anyOf(column('work_queue.name'), name.any), startsWith('work_queue.name', name.startsWith)])
      : null,
  ]);
