import {
  type ClaimedRun,
  type DeploymentId,
  type Deployment as DeploymentRecord,
  isDomainError,
} from '@carillon/core';
import { type Client, type Deployment, fullName } from '@carillon/sdk';

/** A deployment as its file defines it, and the file that a child imports to run its flow. */
export type Definition = { file: string; deployment: Deployment };

/** A definition that the server knows. */
type Served = Definition & { record: DeploymentRecord };

export type ServedDeployments = {
  all(): Served[];
  ids(): DeploymentId[];
  /** The definition of a claimed run: by its deployment's name, or that of its flow where it has no deployment. */
  definitionOf(claimed: ClaimedRun): Definition | undefined;
  recordOf(claimed: ClaimedRun): DeploymentRecord | undefined;
  missing(): readonly Definition[];
  /** Looks `which` of them up; true when other deployments are served than before. */
  refresh(which: 'all' | 'missing', signal: AbortSignal): Promise<boolean>;
};

/** Keeps which definitions are deployed, by name: one that is deleted and deployed anew has another id. */
export const servedDeployments = (client: Client, definitions: readonly Definition[]): ServedDeployments => {
  const byName = new Map<string, Served>();

  const lookUp = async ({ file, deployment }: Definition, signal: AbortSignal): Promise<Served | null> => {
    try {
      const name = { flowName: deployment.flow.name, name: deployment.name };
      return { file, deployment, record: await client.deployments.readByName(name, { signal }) };
    } catch (error) {
      if (isDomainError(error) && error.code === 'DEPLOYMENT_NOT_FOUND') return null;
      throw error;
    }
  };
  const all = (): Served[] => [...byName.values()];
  const ids = (): DeploymentId[] => all().map(({ record }) => record.id);
  const missing = (): Definition[] =>
    definitions.filter(({ deployment }) => !byName.has(fullName(deployment)));

  return {
    all,
    ids,
    missing,
    definitionOf: ({ flowName, deploymentName }) =>
      definitions.find(
        ({ deployment: { flow, name } }) =>
          flow.name === flowName && (deploymentName === null || name === deploymentName),
      ),
    recordOf: ({ run }) => all().find(({ record }) => record.id === run.deploymentId)?.record,
    async refresh(which, signal) {
      const before = ids().sort().join();
      const asked = which === 'all' ? definitions : missing();
      for (const definition of asked) {
        const name = fullName(definition.deployment);
        const served = await lookUp(definition, signal);
        if (served) byName.set(name, served);
        else byName.delete(name);
      }
      return ids().sort().join() !== before;
    },
  };
};
