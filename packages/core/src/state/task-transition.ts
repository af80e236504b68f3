import type { StateCreate } from '../schemas/state.ts';
import { askRules } from './ask-rules.ts';
import { buildState, distinctTimestamp, named } from './build-state.ts';
import type { Verdict } from './run.ts';
import { backgroundTaskRules, taskRules } from './task-rules/index.ts';
import type { OrchestratedTaskRun, TaskRule, TaskRunProgress, TaskTransitionFacts } from './task-run.ts';
import { enterTimes } from './transforms.ts';

const rulesFor = (proposed: StateCreate, force: boolean): readonly TaskRule[] => {
  if (proposed.stateDetails.deferred) return backgroundTaskRules;
  return force ? [] : taskRules;
};

/** Decides what becomes of a state proposed for a task run. A forced one is asked nothing, unless it is deferred. */
export const taskTransition = (
  run: OrchestratedTaskRun,
  proposed: StateCreate,
  facts: TaskTransitionFacts,
): Verdict<TaskRunProgress> =>
  askRules({
    rules: rulesFor(proposed, facts.force),
    run,
    proposed: named(proposed),
    facts,
    write: (amended, accepted) => {
      const state = buildState(accepted, {
        id: facts.stateId,
        timestamp: distinctTimestamp(facts.now, run.state),
        flowRunId: facts.flowRun?.id ?? null,
        taskRunId: run.id,
      });
      return {
        state,
        run: {
          ...enterTimes(amended, run.state, state),
          runCount: amended.runCount + (state.type === 'RUNNING' ? 1 : 0),
          flowRunRunCount: amended.flowRunRunCount,
        },
      };
    },
  });
