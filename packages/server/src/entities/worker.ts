import type { JsonObject } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, row } from './columns.ts';
import { WorkPool } from './work-pool.ts';

export const Worker = defineEntity({
  name: 'Worker',
  tableName: 'worker',
  properties: {
    ...row(),
    workPoolId: () => p.manyToOne(WorkPool).mapToPk().fieldName('work_pool_id').deleteRule('cascade'),
    name: p.text(),
    lastHeartbeatTime: instant().nullable(),
    heartbeatIntervalSeconds: p.integer().nullable(),
    status: p.text().$type<'ONLINE' | 'OFFLINE'>(),
    metadata: p.json<JsonObject>().nullable(),
  },
  uniques: [{ name: 'worker_name_unique', properties: ['workPoolId', 'name'] }],
  indexes: [{ name: 'worker_heartbeat_index', properties: ['status', 'lastHeartbeatTime'] }],
});
