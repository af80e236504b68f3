import type { WorkQueue as WorkQueueShape } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, pauseColumns, row } from './columns.ts';
import { WorkPool } from './work-pool.ts';

export const WorkQueue = defineEntity({
  name: 'WorkQueue',
  tableName: 'work_queue',
  properties: {
    ...row(),
    ...pauseColumns(),
    workPoolId: () => p.manyToOne(WorkPool).mapToPk().fieldName('work_pool_id').deleteRule('cascade'),
    name: p.text(),
    description: p.text().nullable(),
    isPaused: p.boolean(),
    concurrencyLimit: p.integer().nullable(),
    priority: p.integer(),
    filter: p.json<NonNullable<WorkQueueShape['filter']>>().nullable(),
    lastPolled: instant().nullable(),
    status: p.text().$type<'READY' | 'NOT_READY' | 'PAUSED'>(),
  },
  uniques: [{ name: 'work_queue_name_unique', properties: ['workPoolId', 'name'] }],
  indexes: [{ name: 'work_queue_priority_index', properties: ['workPoolId', 'priority'] }],
});
