import type { FlowRunPolicy } from '../schemas/flow-run.ts';
import type { FlowRunId, StateId, TaskRunId } from '../schemas/id.ts';
import type { State, StateCreate } from '../schemas/state.ts';

/** When a run starts, ends and runs; total run time in seconds. */
export type RunTimes = {
  expectedStartTime: Date | null;
  nextScheduledStartTime: Date | null;
  startTime: Date | null;
  endTime: Date | null;
  totalRunTime: number;
};

/** What a transition may change on a flow run besides its state. */
export type RunProgress = RunTimes & { policy: FlowRunPolicy; runCount: number };

/** All that the rules ask about a run. */
export type OrchestratedRun = RunProgress & {
  id: FlowRunId;
  state: State | null;
  hasDeployment: boolean;
  /** The task run that stands in for it in its parent; null for a run of its own. */
  parentTaskRunId: TaskRunId | null;
  infrastructurePid: string | null;
  /** True while a runner of ours holds the run under a lease. */
  leased: boolean;
};

/** How the deployment's limit stands for one run more. Read only where a run would take a slot, or keep one on a lease. */
export type ConcurrencyFacts =
  | { limit: 'none' | 'free' | 'zero' | 'deployment-gone' }
  /** The run's own slot went to others when its lease ran out, and there is no other. */
  | { limit: 'lost' }
  | { limit: 'full'; strategy: 'ENQUEUE' | 'CANCEL_NEW'; slotWaitSeconds: number };

export type TransitionFacts = {
  now: Date;
  /** The id of the state that this transition writes, if it writes one. */
  stateId: StateId;
  force: boolean;
  concurrency: ConcurrencyFacts;
  /** In [0, 1); spreads retries that have a jitter. */
  random: number;
};

/** A proposed state that has its name. */
export type ProposedState = StateCreate & { name: string };

/** A state to add to the run's history, and the run as it is from then on. */
export type StateWrite<Progress = RunProgress> = { state: State; run: Progress };

/** The answer to a proposed state. An answer, not an error: the caller learns what to do next. */
export type Verdict<Progress = RunProgress> =
  | { status: 'ACCEPT'; write: StateWrite<Progress> }
  /** Refused; `write` holds the state that the run gets instead, null leaves it as it is. */
  | { status: 'REJECT'; reason: string; write: StateWrite<Progress> | null }
  | { status: 'WAIT'; reason: string; delaySeconds: number; write: null }
  | { status: 'ABORT'; reason: string; write: null };
