import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Command, Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Input, Select } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { counted } from '../../format/counted.ts';
import { deploymentColumns } from './columns.tsx';
import { askedOf, type DeploymentSearch, sortChoices } from './filters.ts';
import { useDeploymentPages } from './use-deployment-pages.ts';

const route = getRouteApi('/deployments');

const pausedChoices = [
  { value: '', label: 'Active and paused' },
  { value: 'no', label: 'Active' },
  { value: 'yes', label: 'Paused' },
];

const NoDeployments = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No deployment is like that">Change the search, the tag or the status.</Empty>
  ) : (
    <Empty title="There are no deployments yet">
      A deployment is a flow with schedules and parameters. Write one in a file and run{' '}
      <Command>carillon deploy flows.ts</Command>; it is here as soon as the command answers.
    </Empty>
  );

export default function DeploymentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback(
    (change: DeploymentSearch): void => {
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
    },
    [navigate],
  );
  const find = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const { count, rowAt, onRange, error } = useDeploymentPages(askedOf(search));
  const isFiltered = Object.keys(search).some((name) => name !== 'sort');

  return (
    <Page title="Deployments" about={count === null ? undefined : counted(count, 'deployment')}>
      <div className="flex flex-wrap gap-2">
        <SearchField label="Search by flow or deployment" value={search.q ?? ''} onChange={find} />
        <span className="w-36">
          <Input
            aria-label="Tag"
            placeholder="Tag"
            defaultValue={search.tag ?? ''}
            key={search.tag ?? ''}
            onBlur={({ target }) => set({ tag: target.value.trim() || undefined })}
            onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
          />
        </span>
        <span className="w-48">
          <Select
            aria-label="Active or paused"
            choices={pausedChoices}
            value={search.paused ?? ''}
            onChange={({ target }) => set({ paused: target.value || undefined })}
          />
        </span>
        <span className="w-44">
          <Select
            aria-label="Order"
            choices={sortChoices}
            value={search.sort ?? 'NAME_ASC'}
            onChange={({ target }) => set({ sort: target.value })}
          />
        </span>
      </div>
      <ErrorNote error={error} />
      <Panel flush>
        {count === null && error === null && <Waiting />}
        {count === 0 && <NoDeployments isFiltered={isFiltered} />}
        {count !== null && count > 0 && (
          <VirtualTable
            label="Deployments"
            columns={deploymentColumns}
            count={count}
            rowAt={rowAt}
            keyOf={({ id }) => id}
            onRange={onRange}
          />
        )}
      </Panel>
    </Page>
  );
}
