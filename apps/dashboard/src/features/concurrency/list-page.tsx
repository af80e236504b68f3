import type { ConcurrencyLimit } from '@carillon/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Empty, ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { Slots } from '../../components/slots.tsx';
import { Switch } from '../../components/switch.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { number } from '../../format/counted.ts';
import { spanInWords } from '../../format/time.ts';

const LimitDialog = lazy(() => import('./limit-dialog.tsx'));

const touches = ['concurrencyLimits', 'deployments'];

const ActiveSwitch = ({ limit }: { limit: ConcurrencyLimit }) => {
  const update = useChange('concurrencyLimits.update', { touches });
  const shown = update.isPending ? (update.variables.active ?? limit.active) : limit.active;
  return (
    <Switch
      label={`${limit.name} ${shown ? 'holds back' : 'holds nobody back'}`}
      checked={shown}
      onCheckedChange={(active) => update.mutate({ id: limit.id, active })}
    />
  );
};

const DeleteLimit = ({ limit, onClose }: { limit: ConcurrencyLimit; onClose: () => void }) => {
  const remove = useChange('concurrencyLimits.delete', {
    touches,
    quiet: true,
    said: () => `${limit.name} is gone.`,
    onDone: onClose,
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${limit.name}?`}
      verb="Delete"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: limit.id })}
    >
      <p>
        {limit.activeSlots === 0
          ? 'Nobody holds a slot of it now.'
          : `${number(limit.activeSlots)} of its ${number(limit.limit)} slots are taken; whoever holds them goes on.`}{' '}
        Those who ask for it later are held back by nothing.
      </p>
    </Confirm>
  );
};

/** A deployment's own limit is named after it, and changed there. */
const isOwn = ({ name }: ConcurrencyLimit): boolean => /^deployment:[0-9a-f-]{36}$/.test(name);

type Shown = { kind: 'edit'; limit: ConcurrencyLimit | null } | { kind: 'delete'; limit: ConcurrencyLimit };

export default function ConcurrencyLimitsPage() {
  const [shown, setShown] = useState<Shown | null>(null);
  const { data, error } = useQuery({
    ...query('concurrencyLimits.list', { limit: 200 }),
    placeholderData: keepPreviousData,
    // Slots that clients take tell no event.
    refetchInterval: 3000,
  });
  const limits = data?.results.filter((limit) => !isOwn(limit)) ?? [];
  const columns: readonly Column<ConcurrencyLimit>[] = [
    { id: 'name', head: 'Name', cell: ({ name }) => <span className="font-medium">{name}</span> },
    {
      id: 'active',
      head: 'Active',
      width: '5rem',
      className: 'max-md:justify-self-end',
      cell: (limit) => <ActiveSwitch limit={limit} />,
    },
    {
      id: 'slots',
      head: 'Slots taken',
      width: '13rem',
      cell: ({ activeSlots, limit }) => <Slots taken={activeSlots} limit={limit} />,
    },
    {
      id: 'denied',
      head: 'Turned away',
      width: '7rem',
      from: 'tablet',
      cell: ({ deniedSlots }) => number(deniedSlots),
    },
    {
      id: 'held',
      head: 'Held on average',
      width: '9rem',
      from: 'tablet',
      cell: ({ averageOccupancySeconds }) => spanInWords(averageOccupancySeconds),
    },
    {
      id: 'decay',
      head: 'Back a second',
      width: '8rem',
      from: 'tablet',
      cell: ({ slotDecayPerSecond }) => (slotDecayPerSecond === 0 ? '–' : number(slotDecayPerSecond)),
    },
    {
      id: 'actions',
      head: <span className="sr-only">Actions</span>,
      width: '6rem',
      className: 'max-md:justify-self-end',
      cell: (limit) => (
        <span className="flex">
          <IconButton label={`Change ${limit.name}`} onClick={() => setShown({ kind: 'edit', limit })}>
            <Pencil aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={`Delete ${limit.name}`} onClick={() => setShown({ kind: 'delete', limit })}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </span>
      ),
    },
  ];
  return (
    <Page
      title="Concurrency limits"
      about="Limits that are shared by name. A deployment’s own limit is on its page."
      actions={
        <Button look="primary" onClick={() => setShown({ kind: 'edit', limit: null })}>
          <Plus aria-hidden className="size-4" />
          New limit
        </Button>
      }
    >
      <ErrorNote error={error} />
      <Panel flush>
        {data === undefined && error === null && <Waiting />}
        {data !== undefined && limits.length === 0 && (
          <Empty title="There are no shared limits">
            A limit lets so many go at once, whichever deployments, tasks or clients they are: a database that
            takes five connections is a limit of five.
          </Empty>
        )}
        {limits.length > 0 && (
          <VirtualTable
            label="Concurrency limits"
            columns={columns}
            count={limits.length}
            rowAt={(index) => limits[index]}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      <Suspense>
        {shown?.kind === 'edit' && <LimitDialog existing={shown.limit} onClose={() => setShown(null)} />}
      </Suspense>
      {shown?.kind === 'delete' && <DeleteLimit limit={shown.limit} onClose={() => setShown(null)} />}
    </Page>
  );
}
