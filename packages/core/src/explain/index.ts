export { type ExplainedRun, explainRun } from './explain.ts';
export type { Pausable, RunFacts } from './facts.ts';
