import type { FlowRun } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { query } from '../../client/query.ts';
import { StateBadge, Tag } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Select } from '../../components/field.tsx';
import { Moment, When } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { counted } from '../../format/counted.ts';
import { instantInWords, spanInWords } from '../../format/time.ts';
import { BulkBar } from './bulk-bar.tsx';
import { askedOf, chosenStates, countedOf, momentOf, type RunSearch, sortChoices } from './filters.ts';
import { SavedViews } from './saved-views.tsx';
import { StateFilter } from './state-filter.tsx';
import { useRuns } from './use-runs.ts';

const route = getRouteApi('/runs');

const periods = [
  { value: '', label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

const Name = ({ run, of }: { run: FlowRun; of: string }) => (
  <div className="min-w-0">
    <Link to="/runs/$id" params={{ id: run.id }} className="block truncate font-medium hover:underline">
      {run.name}
    </Link>
    {run.deploymentId === null ? (
      <span className="block truncate text-xs text-soft">{of}</span>
    ) : (
      <Link
        to="/deployments/$id"
        params={{ id: run.deploymentId }}
        className="block truncate text-xs text-soft hover:underline"
      >
        {of || '…'}
      </Link>
    )}
  </div>
);

/** A filter that came with the address, with a way to let it go. */
const Chip = ({ children, onRemove }: { children: string; onRemove: () => void }) => (
  <Button onClick={onRemove} aria-label={`Remove the filter ${children}`}>
    <span className="max-w-64 truncate">{children}</span>
    <X aria-hidden className="size-3.5" />
  </Button>
);

const DeploymentChip = ({ id, onRemove }: { id: string; onRemove: () => void }) => {
  const { data } = useQuery(query('deployments.list', { deployments: { id: { any: [id] } } }));
  const found = data?.results[0];
  return (
    <Chip onRemove={onRemove}>
      {found === undefined ? 'one deployment' : `${found.flowName}/${found.name}`}
    </Chip>
  );
};

export default function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const set = useCallback(
    (change: RunSearch): void => {
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
    },
    [navigate],
  );
  const find = useCallback((q: string) => set({ q: q || undefined }), [set]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `24h` is counted from when one asked for it.
  const now = useMemo(() => Date.now(), [search.from, search.to]);
  const asked = useMemo(() => askedOf(search, now), [search, now]);
  const { runs, nameOf, onRange, hasMore, isPending, error } = useRuns(asked);
  const { data: count } = useQuery(query('flowRuns.count', countedOf(asked)));

  const toggle = (id: string): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const allAreChosen = runs.length > 0 && runs.every(({ id }) => chosen.has(id));
  const columns: readonly Column<FlowRun>[] = [
    {
      id: 'chosen',
      width: '2.75rem',
      from: 'tablet',
      head: (
        <input
          type="checkbox"
          aria-label="Choose all that are shown"
          checked={allAreChosen}
          onChange={() => setChosen(allAreChosen ? new Set() : new Set(runs.map(({ id }) => id)))}
        />
      ),
      cell: (run) => (
        <input
          type="checkbox"
          aria-label={`Choose ${run.name}`}
          checked={chosen.has(run.id)}
          onChange={() => toggle(run.id)}
        />
      ),
    },
    { id: 'name', head: 'Run', cell: (run) => <Name run={run} of={nameOf(run)} /> },
    {
      id: 'state',
      head: 'State',
      className: 'max-md:justify-self-end',
      width: '11rem',
      cell: ({ stateType, stateName }) => <StateBadge type={stateType} name={stateName} />,
    },
    {
      id: 'start',
      head: 'Start',
      width: '13rem',
      cell: (run) => <Moment at={run.startTime ?? run.expectedStartTime} />,
    },
    {
      id: 'when',
      head: 'Ago',
      width: '7rem',
      from: 'desk',
      cell: (run) => <When at={run.startTime ?? run.expectedStartTime} />,
    },
    {
      id: 'took',
      head: 'Took',
      className: 'max-md:justify-self-end',
      width: '6rem',
      cell: (run) => (run.startTime === null ? '' : spanInWords(run.estimatedRunTime)),
    },
    {
      id: 'tags',
      head: 'Tags',
      width: '12%',
      from: 'desk',
      cell: ({ tags }) => (
        <span className="flex gap-1 overflow-hidden">
          {tags.slice(0, 3).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    },
  ];

  const [from, to] = [momentOf(search.from, now), momentOf(search.to, now)];
  const isPeriod = periods.some(({ value }) => value === (search.from ?? '')) && search.to === undefined;
  return (
    <Page
      title="Runs"
      about={count === undefined ? undefined : counted(count, 'run')}
      actions={<SavedViews search={search} onChoose={(view) => void navigate({ search: view })} />}
    >
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <SearchField label="Search by name or id" value={search.q ?? ''} onChange={find} />
          {isPeriod ? (
            <span className="w-36">
              <Select
                aria-label="Period"
                choices={periods}
                value={search.from ?? ''}
                onChange={({ target }) => set({ from: target.value || undefined, to: undefined })}
              />
            </span>
          ) : (
            <Chip onRemove={() => set({ from: undefined, to: undefined })}>
              {`${from === null ? '' : instantInWords(from)} – ${to === null ? 'now' : instantInWords(to)}`}
            </Chip>
          )}
          <span className="w-44">
            <Select
              aria-label="Order"
              choices={sortChoices}
              value={search.sort ?? 'EXPECTED_START_TIME_DESC'}
              onChange={({ target }) => set({ sort: target.value })}
            />
          </span>
          {search.deployment !== undefined && (
            <DeploymentChip id={search.deployment} onRemove={() => set({ deployment: undefined })} />
          )}
          {search.flow !== undefined && (
            <Chip onRemove={() => set({ flow: undefined })}>{`flow ${search.flow}`}</Chip>
          )}
          {search.tag !== undefined && (
            <Chip onRemove={() => set({ tag: undefined })}>{`tag ${search.tag}`}</Chip>
          )}
        </div>
        <StateFilter
          chosen={chosenStates(search.state)}
          onChange={(states) => set({ state: states.join(',') || undefined })}
        />
      </div>
      <ErrorNote error={error} />
      {chosen.size > 0 && (
        <BulkBar chosen={runs.filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />
      )}
      <Panel flush>
        {isPending && error === null && <Waiting />}
        {!isPending && runs.length === 0 && (
          <Empty title="No run is like that">
            What is only planned is shown by the state Scheduled. Runs are made by the schedules of{' '}
            <Link to="/deployments" className="text-accent underline">
              deployments
            </Link>
            , or by “Run…” on one.
          </Empty>
        )}
        {runs.length > 0 && (
          <VirtualTable
            label="Runs"
            columns={columns}
            count={runs.length}
            rowAt={(index) => runs[index]}
            keyOf={({ id }) => id}
            onRange={onRange}
          />
        )}
        {hasMore && <Waiting what="More" />}
      </Panel>
    </Page>
  );
}
