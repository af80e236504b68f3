import { type AnyFlow, isDeployment, isFlow } from '@carillon/sdk';

/** The flows of a module's exports: flows, deployments, or arrays of them. */
const flowsOf = (exported: readonly unknown[]): AnyFlow[] =>
  exported.flatMap((value) => {
    if (Array.isArray(value)) return flowsOf(value);
    if (isDeployment(value)) return [value.flow];
    return isFlow(value) ? [value] : [];
  });

export const findFlow = (exported: readonly unknown[], name: string): AnyFlow | undefined =>
  flowsOf(exported).find((flow) => flow.name === name);
