import { z } from 'zod';
import { actor, pause } from './actor.ts';
import { concurrencyOptions, globalConcurrencyLimit } from './concurrency-limit.ts';
import { deploymentSchedule, scheduleCreate, scheduleReplace } from './deployment-schedule.ts';
import { ownRetryPolicy } from './flow-run.ts';
import { blockDocumentId, concurrencyLimitId, deploymentId, flowId, workQueueId } from './id.ts';
import { jsonObject, labels, parameters } from './json.ts';
import { nameOrEmpty, tags, text } from './text.ts';
import { instant, seconds } from './time.ts';

export const deploymentStatus = z.enum(['READY', 'NOT_READY']);

/** What a deployment's runs start with: how often they are tried again, and how long they wait. Times in seconds. */
export const runPolicy = z.strictObject({
  retries: z.int().min(0).max(1000).nullable().default(null),
  retryDelay: seconds.nullable().default(null),
  ...ownRetryPolicy,
});
export type RunPolicy = z.output<typeof runPolicy>;

export const deployment = z.object({
  id: deploymentId,
  created: instant,
  updated: instant,
  name: nameOrEmpty,
  flowId,
  flowName: text,
  version: text.nullable(),
  description: text.nullable(),
  path: text.nullable(),
  entrypoint: text.nullable(),
  paused: z.boolean(),
  pause: pause.nullable(),
  schedules: z.array(deploymentSchedule),
  globalConcurrencyLimit: globalConcurrencyLimit.nullable(),
  concurrencyOptions: concurrencyOptions.nullable(),
  jobVariables: jsonObject,
  parameters: jsonObject,
  parameterOpenapiSchema: jsonObject.nullable(),
  enforceParameterSchema: z.boolean(),
  runPolicy,
  pullSteps: z.array(jsonObject).nullable(),
  tags,
  labels,
  workQueueName: text.nullable(),
  workPoolName: text.nullable(),
  workQueueId: workQueueId.nullable(),
  storageDocumentId: blockDocumentId.nullable(),
  infrastructureDocumentId: blockDocumentId.nullable(),
  lastPolled: instant.nullable(),
  status: deploymentStatus,
  createdBy: actor.nullable(),
  updatedBy: actor.nullable(),
});
export type Deployment = z.output<typeof deployment>;

const concurrencyLimit = z.int().min(1).max(1_000_000_000).nullable();
const emptySchema = { type: 'object', properties: {} };

/** Exactly `{}` stands for a schema without properties; anything else is kept as it was sent. */
const parameterSchema = jsonObject.overwrite((schema) =>
  Object.keys(schema).length === 0 ? emptySchema : schema,
);

const bothLimits = 'A deployment cannot have both a concurrency limit and a global concurrency limit.';
const onlyOneLimit = (value: { concurrencyLimit?: unknown; globalConcurrencyLimitId?: unknown }): boolean =>
  value.concurrencyLimit == null || value.globalConcurrencyLimitId == null;

/** The members of a whole deployment: what a request omits gets its default, schedules included. */
export const deploymentMembers = z.strictObject({
  name: nameOrEmpty,
  flowId,
  paused: z.boolean().optional(),
  schedules: z.array(scheduleCreate).max(1000).default([]),
  concurrencyLimit: concurrencyLimit.optional(),
  globalConcurrencyLimitId: concurrencyLimitId.nullable().optional(),
  concurrencyOptions: concurrencyOptions.nullable().default(null),
  enforceParameterSchema: z.boolean().optional(),
  parameterOpenapiSchema: parameterSchema.nullable().default(emptySchema),
  parameters: parameters.default({}),
  runPolicy: runPolicy.prefault({}),
  tags: tags.default([]),
  labels: labels.nullable().default({}),
  pullSteps: z.array(jsonObject).nullable().default([]),
  workPoolName: text.nullable().default(null),
  workQueueName: text.nullable().default(null),
  storageDocumentId: blockDocumentId.nullable().default(null),
  infrastructureDocumentId: blockDocumentId.nullable().default(null),
  description: text.nullable().default(null),
  path: text.nullable().default(null),
  version: text.nullable().default(null),
  entrypoint: text.nullable().default(null),
  jobVariables: jsonObject.default({}),
});

/** States a whole deployment; a (flow, name) that exists is restated. */
export const deploymentCreate = deploymentMembers.refine(onlyOneLimit, {
  error: bothLimits,
  path: ['concurrencyLimit'],
});
export type DeploymentCreate = z.output<typeof deploymentCreate>;

/** Changes what it names; null clears where null is allowed. */
export const deploymentUpdate = z
  .strictObject({
    paused: z.boolean().optional(),
    schedules: z.array(scheduleReplace).max(1000).optional(),
    concurrencyLimit: concurrencyLimit.optional(),
    globalConcurrencyLimitId: concurrencyLimitId.nullable().optional(),
    concurrencyOptions: concurrencyOptions.nullable().optional(),
    enforceParameterSchema: z.boolean().optional(),
    parameterOpenapiSchema: parameterSchema.nullable().optional(),
    parameters: parameters.optional(),
    runPolicy: runPolicy.optional(),
    tags: tags.optional(),
    pullSteps: z.array(jsonObject).nullable().optional(),
    workPoolName: text.nullable().optional(),
    workQueueName: text.nullable().optional(),
    storageDocumentId: blockDocumentId.nullable().optional(),
    infrastructureDocumentId: blockDocumentId.nullable().optional(),
    description: text.nullable().optional(),
    path: text.nullable().optional(),
    version: text.nullable().optional(),
    entrypoint: text.nullable().optional(),
    jobVariables: jsonObject.optional(),
  })
  .refine(onlyOneLimit, { error: bothLimits, path: ['concurrencyLimit'] });
export type DeploymentUpdate = z.output<typeof deploymentUpdate>;
