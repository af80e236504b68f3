import type { WorkPool } from '@carillon/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Command, Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Slots } from '../../components/slots.tsx';
import { Switch } from '../../components/switch.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { counted } from '../../format/counted.ts';
import { PoolStatus } from './pool-status.tsx';

const PoolDialog = lazy(() => import('./pool-dialog.tsx'));

const touches = ['workPools', 'workQueues', 'flowRuns'];

const ActiveSwitch = ({ pool: { name, isPaused } }: { pool: WorkPool }) => {
  const undo = useChange('workPools.update', { touches });
  const update = useChange('workPools.update', {
    touches,
    said: (_, input) => (input.isPaused ? `${name} is paused: nobody takes its runs.` : `${name} goes on.`),
    undo: (input) => undo.mutate({ name, isPaused: !input.isPaused }),
  });
  const shown = update.isPending ? (update.variables.isPaused ?? isPaused) : isPaused;
  return (
    <Switch
      label={`${name} is ${shown ? 'paused' : 'active'}`}
      checked={!shown}
      onCheckedChange={(active) => update.mutate({ name, isPaused: !active })}
    />
  );
};

const columns: readonly Column<WorkPool>[] = [
  {
    id: 'name',
    head: 'Work pool',
    cell: ({ name, description }) => (
      <div className="min-w-0">
        <Link to="/work-pools/$name" params={{ name }} className="block truncate font-medium hover:underline">
          {name}
        </Link>
        {description && <span className="block truncate text-xs text-soft">{description}</span>}
      </div>
    ),
  },
  {
    id: 'active',
    head: 'Active',
    width: '5rem',
    className: 'max-md:justify-self-end',
    cell: (pool) => <ActiveSwitch pool={pool} />,
  },
  { id: 'status', head: 'Status', width: '10rem', cell: ({ status }) => <PoolStatus status={status} /> },
  {
    id: 'slots',
    head: 'Slots taken',
    width: '13rem',
    cell: ({ activeSlots, concurrencyLimit }) => <Slots taken={activeSlots} limit={concurrencyLimit} />,
  },
  { id: 'type', head: 'Type', width: '10rem', from: 'tablet', cell: ({ type }) => type },
];

export default function WorkPoolsPage() {
  const [isMaking, setIsMaking] = useState(false);
  const { data, error } = useQuery({
    ...query('workPools.list', { limit: 200 }),
    placeholderData: keepPreviousData,
  });
  const pools = data?.results ?? [];
  return (
    <Page
      title="Work pools"
      about={data === undefined ? undefined : counted(pools.length, 'work pool')}
      actions={
        <Button look="primary" onClick={() => setIsMaking(true)}>
          <Plus aria-hidden className="size-4" />
          New work pool
        </Button>
      }
    >
      <ErrorNote error={error} />
      <Panel flush>
        {data === undefined && error === null && <Waiting />}
        {data !== undefined && pools.length === 0 && (
          <Empty title="There are no work pools">
            A runner that serves files needs none. A pool lets any runner that is there take the runs:{' '}
            <Command>carillon runner --pool NAME</Command>
          </Empty>
        )}
        {pools.length > 0 && (
          <VirtualTable
            label="Work pools"
            columns={columns}
            count={pools.length}
            rowAt={(index) => pools[index]}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      <Suspense>{isMaking && <PoolDialog existing={null} onClose={() => setIsMaking(false)} />}</Suspense>
    </Page>
  );
}
