import type { Flow } from '@carillon/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call, type Output, query } from '../../client/query.ts';
import { Tag } from '../../components/badge.tsx';
import { Command, Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { counted } from '../../format/counted.ts';

const route = getRouteApi('/flows');
const firstCursor: string | null = null;

const columns: readonly Column<Flow>[] = [
  { id: 'name', head: 'Flow', cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    id: 'tags',
    head: 'Tags',
    width: '25%',
    from: 'tablet',
    cell: ({ tags }) => (
      <span className="flex gap-1">
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'made',
    head: 'Made',
    width: '14rem',
    from: 'tablet',
    cell: ({ created }) => <Moment at={created} />,
  },
  {
    id: 'links',
    head: 'Its',
    width: '12rem',
    cell: ({ name }) => (
      <span className="flex gap-3">
        <Link to="/deployments" search={{ q: `${name}/` }} className="text-accent hover:underline">
          deployments
        </Link>
        <Link to="/runs" search={{ flow: name }} className="text-accent hover:underline">
          runs
        </Link>
      </span>
    ),
  },
];

export default function FlowsPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const find = useCallback(
    (text: string) => void navigate({ search: { q: text || undefined }, replace: true }),
    [navigate],
  );
  const asked = { flows: { name: { like: q.trim() } } };
  const count = useQuery({ ...query('flows.count', asked), placeholderData: keepPreviousData });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['flows.list', asked, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call('flows.list', { ...asked, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: firstCursor,
    getNextPageParam: ({ nextCursor }: Output<'flows.list'>) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const flows = data?.pages.flatMap(({ results }) => results) ?? [];
  const onRange = useCallback(
    (_first: number, last: number): void => {
      if (hasNextPage && !isFetchingNextPage && last >= flows.length - 20) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, flows.length],
  );
  return (
    <Page title="Flows" about={count.data === undefined ? undefined : counted(count.data, 'flow')}>
      <SearchField label="Search by name" value={q} onChange={find} />
      <ErrorNote error={error} />
      <Panel flush>
        {data === undefined && error === null && <Waiting />}
        {data !== undefined && flows.length === 0 && (
          <Empty title={q === '' ? 'There are no flows yet' : 'No flow is like that'}>
            A flow is the function that runs. Deploying one makes it known:{' '}
            <Command>carillon deploy flows.ts</Command>
          </Empty>
        )}
        {flows.length > 0 && (
          <VirtualTable
            label="Flows"
            columns={columns}
            count={flows.length}
            rowAt={(index) => flows[index]}
            keyOf={({ id }) => id}
            onRange={onRange}
          />
        )}
      </Panel>
    </Page>
  );
}
