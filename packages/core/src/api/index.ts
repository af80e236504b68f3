import { deployments } from './deployments.ts';
import { flowRuns } from './flow-runs.ts';
import { flows } from './flows.ts';
import { logs } from './logs.ts';
import { workPools } from './work-pools.ts';

/** Every procedure of the server, by its path. */
export const api = { flows, deployments, flowRuns, workPools, logs };
export type Api = typeof api;

export { type DeploymentChanges, deploymentChanges } from './deployments.ts';
export { type ClaimedRun, claimedRun } from './flow-runs.ts';
export { mutation, type Procedure, type ProcedureKind, query, subscription } from './procedure.ts';
