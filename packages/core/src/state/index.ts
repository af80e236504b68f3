export { allowedActions, type RunAction, runActions } from './actions.ts';
export { buildState, distinctTimestamp } from './build-state.ts';
export { type CrashFacts, type CrashVerdict, crashVerdict } from './lost-lease.ts';
export { orchestrationResultOf, repeatedResultOf } from './result.ts';
export { flowRules, forcedFlowRules } from './rules/index.ts';
export type {
  ConcurrencyFacts,
  OrchestratedRun,
  RunProgress,
  StateWrite,
  TransitionFacts,
  Verdict,
} from './run.ts';
export { backgroundTaskRules, taskRules } from './task-rules/index.ts';
export type {
  OrchestratedTaskRun,
  TagLimitFacts,
  TaskRunProgress,
  TaskTransitionFacts,
} from './task-run.ts';
export { taskTransition } from './task-transition.ts';
export { enterState } from './transforms.ts';
export { transition } from './transition.ts';
export {
  type StateKind,
  stateKind,
  stateKinds,
  type TransitionAnswer,
  transitionAnswers,
  transitions,
} from './transitions.ts';
