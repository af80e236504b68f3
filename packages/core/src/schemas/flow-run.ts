import { z } from 'zod';
import { actor } from './actor.ts';
import {
  blockDocumentId,
  deploymentId,
  flowId,
  flowRunId,
  scheduleId,
  stateId,
  taskRunId,
  workPoolId,
  workQueueId,
} from './id.ts';
import { jsonObject, labels, parameters } from './json.ts';
import { state, stateCreate, stateType } from './state.ts';
import { tags, text } from './text.ts';
import { instant, seconds } from './time.ts';

export const retryType = z.enum(['in_process', 'reschedule']);

/** What a policy of ours says beyond Prefect's. */
const own = {
  /** Each delay is the one before times this. */
  retryBackoff: z.number().min(1).max(1000),
  /** No delay is longer than this. */
  retryDelayMax: seconds.nullable(),
  /** Up to this share of each delay is taken off at random, so that runs that failed together come back apart. */
  retryJitter: z.number().min(0).max(1),
  /** A run that nobody has begun this long after its start has failed; null waits for ever. */
  queueTimeout: seconds.nullable(),
};

/** With the defaults, which change nothing. */
export const ownRetryPolicy = {
  retryBackoff: own.retryBackoff.default(1),
  retryDelayMax: own.retryDelayMax.default(null),
  retryJitter: own.retryJitter.default(0),
  queueTimeout: own.queueTimeout.default(null),
};

/** How a run may be attempted again, and what its pauses have done so far. Times in seconds. */
export const flowRunPolicy = z.object({
  maxRetries: z.int().default(0),
  retryDelaySeconds: z.number().default(0),
  retries: z.int().min(0).nullable().default(null),
  retryDelay: seconds.nullable().default(null),
  pauseKeys: z.array(text).default([]),
  resuming: z.boolean().nullable().default(false),
  retryType: retryType.nullable().default(null),
  ...ownRetryPolicy,
});
export type FlowRunPolicy = z.output<typeof flowRunPolicy>;

/** A policy in a request: what is ours in it stays as the deployment, or the run, has it where it is not named. */
const policyRequest = flowRunPolicy.extend(own).partial();

export const flowRun = z.object({
  id: flowRunId,
  created: instant,
  updated: instant,
  name: text,
  flowId,
  stateId: stateId.nullable(),
  state: state.nullable(),
  stateType: stateType.nullable(),
  stateName: text.nullable(),
  deploymentId: deploymentId.nullable(),
  deploymentVersion: text.nullable(),
  scheduleId: scheduleId.nullable(),
  /** The start that its schedule names; kept when the run itself is moved. */
  nominalStart: instant.nullable(),
  workQueueId: workQueueId.nullable(),
  workQueueName: text.nullable(),
  workPoolId: workPoolId.nullable(),
  workPoolName: text.nullable(),
  flowVersion: text.nullable(),
  parameters: jsonObject,
  idempotencyKey: text.nullable(),
  context: jsonObject,
  empiricalPolicy: flowRunPolicy,
  tags,
  labels,
  parentTaskRunId: taskRunId.nullable(),
  runCount: z.int(),
  expectedStartTime: instant.nullable(),
  nextScheduledStartTime: instant.nullable(),
  startTime: instant.nullable(),
  endTime: instant.nullable(),
  totalRunTime: z.number(),
  estimatedRunTime: z.number(),
  estimatedStartTimeDelta: z.number(),
  autoScheduled: z.boolean(),
  infrastructureDocumentId: blockDocumentId.nullable(),
  infrastructurePid: text.nullable(),
  createdBy: actor.nullable(),
  jobVariables: jsonObject.nullable(),
  leaseExpiresAt: instant.nullable(),
});
export type FlowRun = z.output<typeof flowRun>;

const common = {
  state: stateCreate.nullable().default(null),
  name: text.max(1000).nullable().default(null),
  parameters: parameters.default({}),
  context: jsonObject.default({}),
  empiricalPolicy: policyRequest.optional(),
  tags: tags.default([]),
  labels: labels.nullable().default({}),
  idempotencyKey: text.max(2000).nullable().default(null),
  parentTaskRunId: taskRunId.nullable().default(null),
  infrastructureDocumentId: blockDocumentId.nullable().default(null),
  workQueueName: text.nullable().default(null),
  jobVariables: jsonObject.nullable().default(null),
};

/** A run of a flow without a deployment of its own (`deploymentId` is kept for older clients). Starts Pending. */
export const flowRunCreate = z.strictObject({
  ...common,
  flowId,
  deploymentId: deploymentId.nullable().default(null),
  deploymentVersion: text.nullable().default(null),
  flowVersion: text.nullable().default(null),
  workPoolName: text.nullable().default(null),
});
export type FlowRunCreate = z.output<typeof flowRunCreate>;

/** A run of a deployment. Starts Scheduled, now. */
export const deploymentRunCreate = z.strictObject({
  ...common,
  enforceParameterSchema: z.boolean().nullable().default(null),
});
export type DeploymentRunCreate = z.output<typeof deploymentRunCreate>;

export const flowRunUpdate = z.strictObject({
  name: text.max(1000).nullable().optional(),
  flowVersion: text.nullable().optional(),
  parameters: parameters.optional(),
  empiricalPolicy: policyRequest.optional(),
  tags: tags.optional(),
  infrastructurePid: text.nullable().optional(),
  jobVariables: jsonObject.nullable().optional(),
});
export type FlowRunUpdate = z.output<typeof flowRunUpdate>;

/** Strictly greater with every claim, of whatever run: a report that names an older one is refused. */
export const leaseToken = z.int().positive();
