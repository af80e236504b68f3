import { concurrencyLimits } from './concurrency-limits.ts';
import { deployments } from './deployments.ts';
import { events } from './events.ts';
import { flowRuns } from './flow-runs.ts';
import { flows } from './flows.ts';
import { logs } from './logs.ts';
import { taskRuns } from './task-runs.ts';
import { variables } from './variables.ts';
import { workPools } from './work-pools.ts';
import { workQueues } from './work-queues.ts';

/** Every procedure of the server, by its path. */
export const api = {
  flows,
  deployments,
  flowRuns,
  taskRuns,
  workPools,
  workQueues,
  variables,
  concurrencyLimits,
  logs,
  events,
};
export type Api = typeof api;

export { type DeploymentChanges, deploymentChanges } from './deployments.ts';
export { type ClaimedRun, claimedRun } from './flow-runs.ts';
export { mutation, type Procedure, type ProcedureKind, query, subscription } from './procedure.ts';
