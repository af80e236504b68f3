import type { Deployment } from '@carillon/core';
import type { Client } from '@carillon/sdk';
import { UsageError } from '../usage-error.ts';

/** The deployment that is named `flow/deployment`. Throws DEPLOYMENT_NOT_FOUND, and UsageError for what is no such name. */
export const findDeployment = (client: Client, named: string): Promise<Deployment> => {
  const [flowName = '', name = '', ...more] = named.split('/');
  if (flowName === '' || name === '' || more.length > 0) {
    throw new UsageError(`"${named}" is no deployment: name it flow/deployment, such as report/daily`);
  }
  return client.deployments.readByName({ flowName, name });
};
