import type { StateCreate } from '../schemas/state.ts';
import { askRules } from './ask-rules.ts';
import { buildState, distinctTimestamp, named } from './build-state.ts';
import { flowRules, forcedFlowRules } from './rules/index.ts';
import type { OrchestratedRun, TransitionFacts, Verdict } from './run.ts';
import { enterState } from './transforms.ts';

/**
 * Decides what becomes of a state proposed for a flow run. A forced transition asks only the few rules that protect
 * results and runs without a process.
 */
export const transition = (run: OrchestratedRun, proposed: StateCreate, facts: TransitionFacts): Verdict =>
  askRules({
    rules: facts.force ? forcedFlowRules : flowRules,
    run,
    proposed: named(proposed),
    facts,
    write: (amended, accepted) => {
      const state = buildState(accepted, {
        id: facts.stateId,
        timestamp: distinctTimestamp(facts.now, run.state),
        flowRunId: run.id,
        taskRunId: run.parentTaskRunId,
      });
      return { state, run: enterState(amended, run.state, state) };
    },
  });
