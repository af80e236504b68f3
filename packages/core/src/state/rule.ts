import { noStateDetails, type State, type StateDetails, type StateType } from '../schemas/state.ts';
import type { OrchestratedRun, ProposedState, TransitionFacts } from './run.ts';

/** A proposed transition as the rules before this one left it. */
export type Transition<Run = OrchestratedRun, Facts = TransitionFacts> = {
  run: Run;
  proposed: ProposedState;
  facts: Facts;
};

/** What one rule has to say. An amendment holds only if no later rule refuses; null passes. */
export type Ruling<Run = OrchestratedRun> =
  | { kind: 'amend'; name?: string; details?: Partial<StateDetails>; run?: Partial<Run> }
  | { kind: 'reject'; reason: string; substitute?: ProposedState; run?: Partial<Run> }
  | { kind: 'wait'; reason: string; delaySeconds: number }
  | { kind: 'abort'; reason: string }
  | null;

export type Rule<Run = OrchestratedRun, Facts = TransitionFacts> = {
  name: string;
  /** One sentence for docs/states.md. */
  says: string;
  /** `any` includes a run that has no state yet. */
  from: readonly StateType[] | 'any';
  to: readonly StateType[] | 'any';
  decide: (transition: Transition<Run, Facts>) => Ruling<Run>;
};

/** A rule that knows no more of a run than its state: flow runs and task runs share it. */
export type StateRule = Rule<{ state: State | null }, { now: Date }>;

export const abort = (reason: string): { kind: 'abort'; reason: string } => ({ kind: 'abort', reason });
export const reject = (reason: string): { kind: 'reject'; reason: string } => ({ kind: 'reject', reason });

type Instead = Pick<ProposedState, 'type' | 'name'> &
  Partial<Pick<ProposedState, 'message' | 'data'>> & { details?: Partial<StateDetails> };

/**
 * The state that a run gets in place of the proposed one. It keeps the proposal's transition id, so that a repeat of
 * the report is known for one.
 */
export const substitute = (proposed: ProposedState, { details, ...state }: Instead): ProposedState => ({
  message: null,
  data: null,
  ...state,
  stateDetails: { ...noStateDetails, transitionId: proposed.stateDetails.transitionId, ...details },
});
