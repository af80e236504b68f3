import type { DeploymentId, FlowId } from '@carillon/core';
import type { TestApp } from './app.ts';

type DeploymentInput = Parameters<TestApp['caller']['deployments']['create']>[0];

/** A flow called `report` with one deployment, `daily` unless named otherwise. */
export const deploy = async (
  { caller }: Pick<TestApp, 'caller'>,
  { flowName = 'report', ...deployment }: Partial<DeploymentInput> & { flowName?: string } = {},
): Promise<{ flowId: FlowId; deploymentId: DeploymentId }> => {
  const { flow } = await caller.flows.create({ name: flowName });
  const made = await caller.deployments.create({ name: 'daily', ...deployment, flowId: flow.id });
  return { flowId: flow.id, deploymentId: made.deployment.id };
};
