import { DomainError, type Filters } from '@carillon/core';
import { always, type Condition } from './condition.ts';
import { deploymentCondition } from './deployment.ts';
import { flowCondition } from './flow.ts';
import { flowRunCondition } from './flow-run.ts';
import { taskRunCondition } from './task-run.ts';
import { workPoolCondition } from './work-pool.ts';
import { workQueueCondition } from './work-queue.ts';

/** Whether any of the filters asks for anything: one that is there, but is empty, does not. */
const narrows = (filters: Filters): boolean => {
  const conditions: (Condition | null | undefined)[] = [
    filters.flows && flowCondition(filters.flows),
    filters.flowRuns && flowRunCondition(filters.flowRuns),
    filters.taskRuns && taskRunCondition(filters.taskRuns),
    filters.deployments && deploymentCondition(filters.deployments),
    filters.workPools && workPoolCondition(filters.workPools),
    filters.workPoolQueues && workQueueCondition(filters.workPoolQueues),
  ];
  return conditions.some((condition) => condition != null && condition !== always);
};

/** What changes many rows at once is refused where nothing says which. Throws FILTER_MISSING. */
export const refuseEverything = (filters: Filters): void => {
  if (!narrows(filters)) throw new DomainError('FILTER_MISSING', {});
};
