import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call, type Output } from '../../client/query.ts';
import type { AskedRuns } from './filters.ts';
import { useRunNames } from './use-run-names.ts';

const pageSize = 50;

type Page = Output<'flowRuns.list'>;
const firstCursor: string | null = null;

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
  const nameOf = useRunNames(pages);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onRange = useCallback(
    (_first: number, last: number): void => {
      if (hasNextPage && !isFetchingNextPage && last >= runs.length - 20) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, runs.length],
  );
  return { runs, nameOf, onRange, hasMore: hasNextPage, isPending: list.isPending, error: list.error };
};
