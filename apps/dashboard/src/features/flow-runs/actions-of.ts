import { allowedActions, type FlowRun, type RunAction } from '@carillon/core';

/** What may be done to a run as it is now: core's own table, which the server goes by as well. */
export const actionsOf = ({ state, deploymentId }: FlowRun): Record<RunAction, boolean> =>
  allowedActions({ state, hasDeployment: deploymentId !== null });
