import { z } from 'zod';
import { flowRunId, leaseId, stateId, taskRunId, transitionId } from './id.ts';
import { jsonValue } from './json.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

export const stateTypes = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'PAUSED',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CRASHED',
  'CANCELLED',
] as const;

/** What the rules look at. A state's name only refines it, except for the few names that a rule knows. */
export const stateType = z.enum(stateTypes);
export type StateType = z.output<typeof stateType>;

/** What a type means for whoever waits or counts: `live` runs may have a process at work, `terminal` ones have ended. */
const phases = {
  SCHEDULED: 'waiting',
  PENDING: 'live',
  RUNNING: 'live',
  PAUSED: 'waiting',
  CANCELLING: 'live',
  COMPLETED: 'terminal',
  FAILED: 'terminal',
  CRASHED: 'terminal',
  CANCELLED: 'terminal',
} as const satisfies Record<StateType, 'waiting' | 'live' | 'terminal'>;

export type TerminalStateType = {
  [Type in StateType]: (typeof phases)[Type] extends 'terminal' ? Type : never;
}[StateType];

export const isTerminal = (type: StateType): type is TerminalStateType => phases[type] === 'terminal';
export const isLive = (type: StateType): boolean => phases[type] === 'live';

/** The names that the system itself uses, and the type of each. Other names are the caller's own. */
export const conventionalStates = {
  Scheduled: 'SCHEDULED',
  Late: 'SCHEDULED',
  AwaitingRetry: 'SCHEDULED',
  AwaitingConcurrencySlot: 'SCHEDULED',
  Resuming: 'SCHEDULED',
  Pending: 'PENDING',
  Submitting: 'PENDING',
  InfrastructurePending: 'PENDING',
  Running: 'RUNNING',
  Retrying: 'RUNNING',
  Rerunning: 'RUNNING',
  Paused: 'PAUSED',
  Suspended: 'PAUSED',
  NotReady: 'PAUSED',
  Cancelling: 'CANCELLING',
  Completed: 'COMPLETED',
  Cached: 'COMPLETED',
  RolledBack: 'COMPLETED',
  Failed: 'FAILED',
  TimedOut: 'FAILED',
  Crashed: 'CRASHED',
  Cancelled: 'CANCELLED',
} as const satisfies Record<string, StateType>;
export type ConventionalStateName = keyof typeof conventionalStates;

/** The name of a state whose maker gave none. */
export const defaultStateNames = {
  SCHEDULED: 'Scheduled',
  PENDING: 'Pending',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  CANCELLING: 'Cancelling',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CRASHED: 'Crashed',
  CANCELLED: 'Cancelled',
} as const satisfies Record<StateType, ConventionalStateName>;

export const stateDetails = z.object({
  flowRunId: flowRunId.nullable().default(null),
  taskRunId: taskRunId.nullable().default(null),
  /** The run that a stand-in task run mirrors. */
  childFlowRunId: flowRunId.nullable().default(null),
  scheduledTime: instant.nullable().default(null),
  cacheKey: text.nullable().default(null),
  cacheExpiration: instant.nullable().default(null),
  deferred: z.boolean().nullable().default(false),
  untrackableResult: z.boolean().default(false),
  /** When a pause gives up waiting; null never does. */
  pauseTimeout: instant.nullable().default(null),
  /** True for a suspended run: its process has ended, and resuming schedules a new one. */
  pauseReschedule: z.boolean().default(false),
  /** One pause is taken once for each key. */
  pauseKey: text.nullable().default(null),
  runInputKeyset: z.record(text, text).nullable().default(null),
  refreshCache: z.boolean().nullable().default(null),
  /** False forbids a retry of the failure that carries it. */
  retriable: z.boolean().nullable().default(null),
  /** The same for each repeat of one report, so that a repeat is told from a new one. */
  transitionId: transitionId.nullable().default(null),
  taskParametersId: z.guid().nullable().default(null),
  traceparent: text.nullable().default(null),
  deploymentConcurrencyLeaseId: leaseId.nullable().default(null),
});
export type StateDetails = z.output<typeof stateDetails>;

/** Details that say nothing; spread them to build a state's own. */
export const noStateDetails: StateDetails = stateDetails.parse({});

export const state = z.object({
  id: stateId,
  type: stateType,
  name: text,
  timestamp: instant,
  message: text.nullable(),
  data: jsonValue,
  stateDetails,
});
export type State = z.output<typeof state>;

/** A proposed state. Without a name it takes its type's; SCHEDULED without a scheduled time means now. */
export const stateCreate = z.strictObject({
  type: stateType,
  name: text.nullable().default(null),
  message: text.nullable().default(null),
  data: jsonValue.default(null),
  stateDetails: stateDetails.default(noStateDetails),
});
export type StateCreate = z.output<typeof stateCreate>;
