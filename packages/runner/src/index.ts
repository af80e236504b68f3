export { loadFault } from './child/load-fault.ts';
export { loadDeployments } from './child/load-module.ts';
export { runnerConfig } from './config.ts';
export { type DrainSignals, drainSignals } from './drain-signals.ts';
export { type ServeOptions, serve } from './serve.ts';
export { type RunEnded, type ServeRunsOptions, serveRuns } from './serving/serve-runs.ts';
export type { Definition } from './serving/served-deployments.ts';
export type { RunnerSettings } from './serving/settings.ts';
