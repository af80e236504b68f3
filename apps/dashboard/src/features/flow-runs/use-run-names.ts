import type { FlowRun } from '@carillon/core';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { query } from '../../client/query.ts';

/** `flow/deployment` of runs, by the ids of both; one request of each kind for a page of runs. */
export const useRunNames = (
  pages: readonly { results: readonly FlowRun[] }[],
): ((run: FlowRun) => string) => {
  const idsOf = (runs: readonly FlowRun[], id: (run: FlowRun) => string | null): string[] =>
    [...new Set(runs.flatMap((run) => id(run) ?? []))].sort();
  const deployments = useQueries({
    queries: pages.map(({ results }) => ({
      ...query('deployments.list', {
        deployments: { id: { any: idsOf(results, ({ deploymentId }) => deploymentId) } },
      }),
      placeholderData: keepPreviousData,
    })),
  });
  const flows = useQueries({
    queries: pages.map(({ results }) => ({
      ...query('flows.list', {
        flows: { id: { any: idsOf(results, (run) => (run.deploymentId === null ? run.flowId : null)) } },
      }),
      placeholderData: keepPreviousData,
    })),
  });
  const names = new Map<string, string>();
  for (const { data } of deployments)
    for (const { id, flowName, name } of data?.results ?? []) names.set(id, `${flowName}/${name}`);
  for (const { data } of flows) for (const { id, name } of data?.results ?? []) names.set(id, name);
  return (run) => names.get(run.deploymentId ?? run.flowId) ?? '';
};
