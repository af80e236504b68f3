import type { FlowRunPolicy } from '../schemas/flow-run.ts';
import { noStateDetails, type StateDetails, type StateType } from '../schemas/state.ts';
import type { OrchestratedRun, ProposedState, TransitionFacts } from './run.ts';

/** A proposed transition as the rules before this one left it. */
export type Transition = { run: OrchestratedRun; proposed: ProposedState; facts: TransitionFacts };

/** What one rule has to say. An amendment holds only if no later rule refuses; null passes. */
export type Ruling =
  | { kind: 'amend'; details?: Partial<StateDetails>; policy?: Partial<FlowRunPolicy> }
  | { kind: 'reject'; reason: string; substitute?: ProposedState; policy?: Partial<FlowRunPolicy> }
  | { kind: 'wait'; reason: string; delaySeconds: number }
  | { kind: 'abort'; reason: string }
  | null;

export type Rule = {
  name: string;
  /** One sentence for docs/states.md. */
  says: string;
  /** `any` includes a run that has no state yet. */
  from: readonly StateType[] | 'any';
  to: readonly StateType[] | 'any';
  decide: (transition: Transition) => Ruling;
};

export const applies = (rule: Pick<Rule, 'from' | 'to'>, from: StateType | null, to: StateType): boolean =>
  (rule.from === 'any' || (from !== null && rule.from.includes(from))) &&
  (rule.to === 'any' || rule.to.includes(to));

export const abort = (reason: string): Ruling => ({ kind: 'abort', reason });
export const reject = (reason: string): Ruling => ({ kind: 'reject', reason });

/**
 * The state that a run gets in place of the proposed one. It keeps the proposal's transition id, so that a repeat of
 * the report is known for one.
 */
export const substitute = (
  proposed: ProposedState,
  {
    details,
    ...state
  }: Pick<ProposedState, 'type' | 'name'> &
    Partial<Pick<ProposedState, 'message' | 'data'>> & { details?: Partial<StateDetails> },
): ProposedState => ({
  message: null,
  data: null,
  ...state,
  stateDetails: { ...noStateDetails, transitionId: proposed.stateDetails.transitionId, ...details },
});
