import { type DeploymentChanges, DomainError } from '@carillon/core';
import type { Client } from './client/client.ts';
import { checkDeployment } from './flow/check-deployment.ts';
import { type Deployment, fullName } from './flow/deployment.ts';
import { deploymentInput, deploymentMembersInput } from './flow/deployment-input.ts';

export type DeployResult = {
  /** `flow/deployment`. */
  name: string;
  changes: DeploymentChanges;
  /** The server's id of it; null in a dry run. */
  id: string | null;
  /** Its earliest planned start; null when there is none, and in a dry run. */
  nextStart: Date | null;
};

/**
 * States these deployments on the server, in their order; what it holds already is changed only where it differs. All of them
 * are checked before the first is written. `dryRun` tells what would change, and changes nothing.
 * Throws PARAMETERS_INVALID, PARAMETER_SCHEMA_INVALID, NAME_TAKEN for two of one name, and what the server refuses.
 */
export const deploy = async (
  client: Client,
  definitions: readonly Deployment[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<DeployResult[]> => {
  const names = definitions.map(fullName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new DomainError('NAME_TAKEN', { noun: 'deployment', name: twice });
  for (const definition of definitions) {
    deploymentMembersInput(definition);
    const issues = await checkDeployment(definition);
    if (issues.length > 0)
      throw new DomainError('PARAMETERS_INVALID', { name: fullName(definition), issues });
  }

  const results: DeployResult[] = [];
  for (const definition of definitions) {
    results.push(await (dryRun ? compare(client, definition) : create(client, definition)));
  }
  return results;
};

const compare = async (client: Client, definition: Deployment): Promise<DeployResult> => {
  const changes = await client.deployments.compare({
    ...deploymentMembersInput(definition),
    flowName: definition.flow.name,
  });
  return { name: fullName(definition), changes, id: null, nextStart: null };
};

const create = async (client: Client, definition: Deployment): Promise<DeployResult> => {
  const { name, options } = definition.flow;
  const { flow } = await client.flows.create({ name, tags: [...options.tags] });
  const { deployment, changes, nextStart } = await client.deployments.create(
    deploymentInput(definition, flow.id),
  );
  return { name: fullName(definition), changes, id: deployment.id, nextStart };
};
