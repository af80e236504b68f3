import type { JsonObject, WorkPool as WorkPoolShape } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, pauseColumns, row } from './columns.ts';

export const WorkPool = defineEntity({
  name: 'WorkPool',
  tableName: 'work_pool',
  properties: {
    ...row(),
    ...pauseColumns(),
    name: p.text(),
    description: p.text().nullable(),
    type: p.text(),
    baseJobTemplate: p.json<JsonObject>(),
    isPaused: p.boolean(),
    concurrencyLimit: p.integer().nullable(),
    storageConfiguration: p.json<WorkPoolShape['storageConfiguration']>(),
    status: p.text().$type<'READY' | 'NOT_READY' | 'PAUSED'>().nullable(),
    // Queues refer to pools; a key back would be a circle.
    defaultQueueId: p.uuid().nullable(),
    lastPolled: instant().nullable(),
  },
  uniques: [{ name: 'work_pool_name_unique', properties: ['name'] }],
});
