import { z } from 'zod';
import { actor } from './actor.ts';
import { deploymentStatus } from './deployment.ts';
import { deploymentId, flowId, flowRunId, stateId, taskRunId, workPoolId, workQueueId } from './id.ts';
import { jsonValue } from './json.ts';
import { stateType } from './state.ts';
import { tags, text } from './text.ts';
import { instant } from './time.ts';
import { workPoolStatus } from './work-pool.ts';
import { workQueueStatus } from './work-queue.ts';

const flow = z.object({ id: flowId, name: text });
const deployment = z.object({ id: deploymentId, name: text });
const workPool = z.object({ id: workPoolId, name: text });
const workQueue = z.object({ id: workQueueId, name: text });

const common = {
  id: z.guid(),
  at: instant,
  /** Who did it: a client by its name; null for the server itself, and for a client that gave none. */
  actor: actor.nullable(),
};

const eventState = z.object({
  id: stateId,
  type: stateType,
  name: text,
  timestamp: instant,
  message: text.nullable(),
});
export type EventState = z.output<typeof eventState>;

/** A flow run has come into a state; the event's id is that of the state. What else it tells of the run is as it is now. */
const runState = z.object({
  ...common,
  kind: z.literal('flow-run.state'),
  run: z.object({
    id: flowRunId,
    name: text,
    runCount: z.int(),
    tags,
    parentTaskRunId: taskRunId.nullable(),
    createdBy: actor.nullable(),
  }),
  flow,
  /** Without a name once it is deleted. */
  deployment: z.object({ id: deploymentId, name: text.nullable() }).nullable(),
  workQueue: workQueue.nullable(),
  workPool: workPool.nullable(),
  state: eventState,
  previous: eventState.nullable(),
});

/** A deployment, and what it belonged to at that moment. */
const ofDeployment = {
  ...common,
  deployment,
  flow,
  workQueue: workQueue.nullable(),
  workPool: workPool.nullable(),
};

/** A member as it was and as it is; both are left out where they are long. */
export const fieldChange = z.object({ field: text, from: jsonValue.optional(), to: jsonValue.optional() });
export type FieldChange = z.output<typeof fieldChange>;

/** Schedules by slug, or by what they say. */
export const scheduleChanges = z.object({
  added: z.array(z.string()),
  changed: z.array(z.object({ schedule: z.string(), from: z.string(), to: z.string() })),
  removed: z.array(z.string()),
});
export type ScheduleChanges = z.output<typeof scheduleChanges>;

export const event = z.discriminatedUnion('kind', [
  runState,
  z.object({ ...ofDeployment, kind: z.literal('deployment.created') }),
  z.object({ ...ofDeployment, kind: z.literal('deployment.updated'), changes: z.array(fieldChange) }),
  z.object({ ...ofDeployment, kind: z.literal('deployment.schedules'), changes: scheduleChanges }),
  z.object({ ...ofDeployment, kind: z.literal('deployment.paused'), reason: text.nullable() }),
  z.object({ ...ofDeployment, kind: z.literal('deployment.resumed') }),
  z.object({ ...ofDeployment, kind: z.literal('deployment.deleted') }),
  /** Whether runners ask for its runs. */
  z.object({ ...ofDeployment, kind: z.literal('deployment.status'), status: deploymentStatus }),
  z.object({ ...common, kind: z.literal('work-pool.status'), workPool, status: workPoolStatus }),
  z.object({
    ...common,
    kind: z.literal('work-queue.status'),
    workQueue,
    workPool,
    status: workQueueStatus,
  }),
]);
export type Event = z.output<typeof event>;
export type EventKind = Event['kind'];

export const eventKinds = event.options.map((option) => option.shape.kind.value);

const list = <T extends z.ZodType>(item: T) => z.array(item).max(100).nullable().optional();

/** Every member that is given must be met, by any of its values. A member that an event has no part in is not met. */
export const eventFilter = z.strictObject({
  kinds: list(z.enum(eventKinds)),
  flowRunIds: list(flowRunId),
  flowIds: list(flowId),
  deploymentIds: list(deploymentId),
  workPoolIds: list(workPoolId),
  stateTypes: list(stateType),
  stateNames: list(text),
});
export type EventFilter = z.output<typeof eventFilter>;

/** A place in the order of all events; made by the server, opaque to callers. */
export const eventCursor = z.string().max(20_000);
