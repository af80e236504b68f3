import type { FlowRunId, StateId, TaskRunId } from '../schemas/id.ts';
import type { State } from '../schemas/state.ts';
import type { TaskRun } from '../schemas/task-run.ts';
import type { Rule } from './rule.ts';
import type { RunTimes } from './run.ts';

/** What a transition may change on a task run besides its state. */
export type TaskRunProgress = RunTimes & { runCount: number; flowRunRunCount: number };

/** All that the rules ask about a task run. */
export type OrchestratedTaskRun = TaskRunProgress & {
  id: TaskRunId;
  state: State | null;
  policy: TaskRun['empiricalPolicy'];
};

/** How the limits on the task run's tags stand for one run more. Read only where it would become RUNNING. */
export type TagLimitFacts =
  | { limit: 'none' | 'free' }
  | { limit: 'zero'; tag: string }
  | { limit: 'full'; tags: readonly string[]; delaySeconds: number };

export type TaskTransitionFacts = {
  now: Date;
  /** The id of the state that this transition writes, if it writes one. */
  stateId: StateId;
  force: boolean;
  /** The flow run that the task runs in; null for a task of its own. */
  flowRun: { id: FlowRunId; state: State | null; runCount: number } | null;
  /** The newest unexpired COMPLETED state stored under the proposed cache key. */
  cached: State | null;
  tagLimits: TagLimitFacts;
  /** In [0, 1); spreads retries that have a jitter. */
  random: number;
};

export type TaskRule = Rule<OrchestratedTaskRun, TaskTransitionFacts>;
