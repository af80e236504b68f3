import type { Actor, Pause } from '../schemas/actor.ts';
import type { RunLimit } from '../schemas/explanation.ts';
import type { FlowRunPolicy } from '../schemas/flow-run.ts';
import type { StateDetails, StateType } from '../schemas/state.ts';

/** What can be paused, by its whole name. */
export type Pausable = { name: string; paused: boolean; pause: Pause | null };

/** All that is asked about a run, about what it waits for, and about who would take it. */
export type RunFacts = {
  state: {
    type: StateType;
    name: string;
    timestamp: Date;
    message: string | null;
    details: Pick<StateDetails, 'pauseTimeout' | 'pauseReschedule' | 'runInputKeyset'>;
    /** Who set it. */
    actor: Actor | null;
  } | null;
  policy: Pick<FlowRunPolicy, 'retryType'>;
  runCount: number;
  expectedStart: Date | null;
  nextStart: Date | null;
  lease: { holder: string | null; until: Date } | null;
  /** `flow/name`; 'gone' where the run has outlived it. */
  deployment: (Pausable & { lastPolled: Date | null }) | 'gone' | null;
  /** `pool/name`. */
  workQueue: (Pausable & { lastPolled: Date | null }) | null;
  workPool: Pausable | null;
  /** Those that hold it back when they are full, with who holds them. */
  limits: readonly RunLimit[];
  /** Whoever has not asked for so long is not there. */
  polledWithinSeconds: number;
};
