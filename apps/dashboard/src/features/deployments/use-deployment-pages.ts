import type { DeploymentOverview } from '@carillon/core';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type Input, query } from '../../client/query.ts';

const pageSize = 50;

type Asked = Omit<Input<'deployments.overviewPage'>, 'page' | 'limit'>;

/** Any row of a list of any length: the pages that are in sight are read, one request a page. */
export const useDeploymentPages = (asked: Asked) => {
  const [[first, last], setRange] = useState<readonly [number, number]>([0, 0]);
  const onRange = useCallback((from: number, until: number): void => {
    setRange([Math.floor(from / pageSize), Math.floor(until / pageSize)]);
  }, []);
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const pages = useQueries({
    queries: numbers.map((number) => ({
      ...query('deployments.overviewPage', { ...asked, page: number + 1, limit: pageSize }),
      placeholderData: keepPreviousData,
    })),
  });
  const rowAt = (index: number): DeploymentOverview | undefined => {
    const page = pages[Math.floor(index / pageSize) - first];
    return page?.isPlaceholderData ? undefined : page?.data?.results[index % pageSize];
  };
  const known = pages.find(({ data }) => data !== undefined)?.data;
  return {
    count: known?.count ?? null,
    rowAt,
    onRange,
    error: pages.find(({ error }) => error !== null)?.error ?? null,
  };
};
