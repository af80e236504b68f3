import type { ConcurrencyOptions, JsonObject, Labels, RunPolicy } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { actor, instant, pauseColumns, row, strings } from './columns.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { Flow } from './flow.ts';
import { WorkQueue } from './work-queue.ts';

export const Deployment = defineEntity({
  name: 'Deployment',
  tableName: 'deployment',
  properties: {
    ...row(),
    ...pauseColumns(),
    name: p.text(),
    flowId: () => p.manyToOne(Flow).mapToPk().fieldName('flow_id').deleteRule('cascade'),
    version: p.text().nullable(),
    description: p.text().nullable(),
    path: p.text().nullable(),
    entrypoint: p.text().nullable(),
    paused: p.boolean(),
    workQueueName: p.text().nullable(),
    workQueueId: () =>
      p.manyToOne(WorkQueue).mapToPk().fieldName('work_queue_id').deleteRule('set null').nullable(),
    jobVariables: p.json<JsonObject>(),
    parameters: p.json<JsonObject>(),
    parameterOpenapiSchema: p.json<JsonObject>().nullable(),
    enforceParameterSchema: p.boolean(),
    runPolicy: p.json<RunPolicy>(),
    pullSteps: p.json<JsonObject[]>().nullable(),
    tags: strings(),
    labels: p.json<Labels>(),
    concurrencyLimitId: () =>
      p
        .manyToOne(ConcurrencyLimit)
        .mapToPk()
        .fieldName('concurrency_limit_id')
        .deleteRule('set null')
        .nullable(),
    concurrencyOptions: p.json<ConcurrencyOptions>().nullable(),
    createdBy: actor(),
    updatedBy: actor(),
    infrastructureDocumentId: p.uuid().nullable(),
    storageDocumentId: p.uuid().nullable(),
    lastPolled: instant().nullable(),
    status: p.text().$type<'READY' | 'NOT_READY'>(),
  },
  uniques: [{ name: 'deployment_flow_name_unique', properties: ['flowId', 'name'] }],
  indexes: [
    {
      name: 'deployment_name_index',
      expression: 'create index "deployment_name_index" on "deployment" ("name" collate "C", "id")',
    },
    { name: 'deployment_created_index', properties: ['created', 'id'] },
    { name: 'deployment_updated_index', properties: ['updated', 'id'] },
    { name: 'deployment_tags_index', properties: ['tags'], type: 'gin' },
    { name: 'deployment_work_queue_index', properties: ['workQueueId'] },
    { name: 'deployment_concurrency_limit_index', properties: ['concurrencyLimitId'] },
    {
      name: 'deployment_ready_index',
      expression: `create index "deployment_ready_index" on "deployment" ("last_polled") where status = 'READY'`,
    },
  ],
});
