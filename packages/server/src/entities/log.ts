import { defineEntity, p } from '@mikro-orm/core';
import { instant, transactionId } from './columns.ts';

export const Log = defineEntity({
  name: 'Log',
  tableName: 'log',
  properties: {
    id: p.uuid().primary(),
    created: instant(),
    name: p.text(),
    level: p.smallint(),
    message: p.text(),
    timestamp: instant(),
    // Logs outlive nothing and are written in bulk: plain ids, removed with their run.
    flowRunId: p.uuid().nullable(),
    taskRunId: p.uuid().nullable(),
    workerId: p.uuid().nullable(),
    transactionId: transactionId(),
  },
  indexes: [
    { name: 'log_flow_run_index', properties: ['flowRunId', 'timestamp', 'id'] },
    { name: 'log_flow_run_transaction_index', properties: ['flowRunId', 'transactionId', 'id'] },
    { name: 'log_timestamp_index', properties: ['timestamp', 'id'] },
    {
      name: 'log_task_run_index',
      expression:
        'create index "log_task_run_index" on "log" ("task_run_id", "timestamp", "id") where task_run_id is not null',
    },
  ],
});
