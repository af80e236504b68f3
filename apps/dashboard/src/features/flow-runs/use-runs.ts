import type { FlowRun } from '@carillon/core';
import { keepPreviousData, useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call, type Output, query } from '../../client/query.ts';
import type { AskedRuns } from './filters.ts';

const pageSize = 50;

type Page = Output<'flowRuns.list'>;
const firstCursor: string | null = null;

/** `flow/deployment` of runs, by the ids of both; one request of each kind for a page of runs. */
const useNames = (pages: readonly Page[]): ((run: FlowRun) => string) => {
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

/** Runs, page after page as one scrolls: each begins where the last ended, however many there are. */
export const useRuns = (asked: AskedRuns) => {
  const list = useInfiniteQuery({
    queryKey: ['flowRuns.list', asked, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call('flowRuns.list', { ...asked, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: firstCursor,
    getNextPageParam: ({ nextCursor }: Page) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const pages = useMemo(() => list.data?.pages ?? [], [list.data]);
  const runs = useMemo(() => pages.flatMap(({ results }) => results), [pages]);
  const nameOf = useNames(pages);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onRange = useCallback(
    (_first: number, last: number): void => {
      if (hasNextPage && !isFetchingNextPage && last >= runs.length - 20) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, runs.length],
  );
  return { runs, nameOf, onRange, hasMore: hasNextPage, isPending: list.isPending, error: list.error };
};
