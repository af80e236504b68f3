import type { StateCreate } from '../schemas/state.ts';
import { buildState, distinctTimestamp, named } from './build-state.ts';
import { applies, type Ruling, type Transition } from './rule.ts';
import { flowRules, forcedFlowRules } from './rules/index.ts';
import type { OrchestratedRun, ProposedState, StateWrite, TransitionFacts, Verdict } from './run.ts';
import { enterState } from './transforms.ts';

const write = (run: OrchestratedRun, proposed: ProposedState, facts: TransitionFacts): StateWrite => {
  const timestamp = distinctTimestamp(facts.now, run.state);
  const state = buildState(proposed, { id: facts.stateId, flowRunId: run.id, timestamp });
  return { state, run: enterState(run, run.state, state) };
};

type Amendment = Pick<Extract<Ruling, { kind: 'amend' }>, 'details' | 'policy'>;

const amended = ({ run, proposed, facts }: Transition, { details, policy }: Amendment): Transition => ({
  run: { ...run, policy: { ...run.policy, ...policy } },
  proposed: { ...proposed, stateDetails: { ...proposed.stateDetails, ...details } },
  facts,
});

/**
 * Decides what becomes of a state proposed for a run. Rules are asked in order; the first that refuses decides, and
 * what earlier ones amended on the proposed state goes with it. A forced transition asks only the few rules that
 * protect results and runs without a process.
 */
export const transition = (run: OrchestratedRun, proposed: StateCreate, facts: TransitionFacts): Verdict => {
  let current: Transition = { run, proposed: named(proposed), facts };
  for (const rule of facts.force ? forcedFlowRules : flowRules) {
    if (!applies(rule, run.state?.type ?? null, proposed.type)) continue;
    const ruling = rule.decide(current);
    switch (ruling?.kind) {
      case undefined:
        break;
      case 'amend':
        current = amended(current, ruling);
        break;
      case 'reject': {
        const { reason, substitute, policy } = ruling;
        const stays = substitute === undefined;
        return {
          status: 'REJECT',
          reason,
          write: stays
            ? null
            : write(amended(current, policy === undefined ? {} : { policy }).run, substitute, facts),
        };
      }
      case 'wait':
        return { status: 'WAIT', reason: ruling.reason, delaySeconds: ruling.delaySeconds, write: null };
      case 'abort':
        return { status: 'ABORT', reason: ruling.reason, write: null };
    }
  }
  return { status: 'ACCEPT', write: write(current.run, current.proposed, facts) };
};
