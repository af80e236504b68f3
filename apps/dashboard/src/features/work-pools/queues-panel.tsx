import type { WorkPool, WorkQueue } from '@carillon/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, GripVertical, Pencil, Plus, Trash2 } from 'lucide-react';
import { type DragEvent, lazy, Suspense, useState } from 'react';
import { call, query, refresh } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Waiting } from '../../components/feedback.tsx';
import { When } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Slots } from '../../components/slots.tsx';
import { Switch } from '../../components/switch.tsx';
import { say, sayError } from '../../components/toast.tsx';
import { PoolStatus } from './pool-status.tsx';

const QueueDialog = lazy(() => import('./queue-dialog.tsx'));

const touches = ['workPools', 'workQueues', 'flowRuns'];

/** The order that is wanted becomes the priorities 1, 2, 3…; only those that change are written. */
const useReorder = (pool: WorkPool, queues: readonly WorkQueue[]) => {
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: async (wanted: readonly WorkQueue[]) => {
      for (const [index, { name }] of wanted.entries()) {
        // A priority that another queue has moves the others up, so it is read from the order each time anew.
        const before = await call('workPools.queues.read', { workPoolName: pool.name, workQueueName: name });
        if (before.priority === index + 1) continue;
        await call('workPools.queues.update', {
          workPoolName: pool.name,
          workQueueName: name,
          priority: index + 1,
        });
      }
    },
    onSuccess: () => say('The order is saved.'),
    onError: sayError,
    onSettled: () => refresh(cache, ...touches),
  });
  return {
    shown: change.isPending ? change.variables : queues,
    move: (from: number, to: number): void => {
      const moved = queues[from];
      if (moved === undefined || from === to || to < 0 || to >= queues.length) return;
      change.mutate(queues.toSpliced(from, 1).toSpliced(to, 0, moved));
    },
  };
};

const ActiveSwitch = ({ pool, queue }: { pool: WorkPool; queue: WorkQueue }) => {
  const update = useChange('workPools.queues.update', { touches });
  const shown = update.isPending ? (update.variables.isPaused ?? queue.isPaused) : queue.isPaused;
  return (
    <Switch
      label={`Queue ${queue.name} is ${shown ? 'paused' : 'active'}`}
      checked={!shown}
      onCheckedChange={(active) =>
        update.mutate({ workPoolName: pool.name, workQueueName: queue.name, isPaused: !active })
      }
    />
  );
};

const DeleteQueue = ({ pool, queue, onClose }: { pool: WorkPool; queue: WorkQueue; onClose: () => void }) => {
  const remove = useChange('workPools.queues.delete', {
    touches,
    quiet: true,
    said: () => `${queue.name} is gone.`,
    onDone: onClose,
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete the queue ${queue.name}?`}
      verb="Delete"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ workPoolName: pool.name, workQueueName: queue.name })}
    >
      <p>Its deployments and runs stay, in no queue: nobody takes them from this pool any more.</p>
    </Confirm>
  );
};

type Shown = { kind: 'edit'; queue: WorkQueue | null } | { kind: 'delete'; queue: WorkQueue };

/** The queues of a pool in the order in which runners take from them; dragging, or the arrows, change it. */
export const QueuesPanel = ({ pool }: { pool: WorkPool }) => {
  const [shown, setShown] = useState<Shown | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const { data } = useQuery(query('workPools.queues.list', { workPoolName: pool.name, limit: 200 }));
  const order = useReorder(pool, data?.results ?? []);
  const drop = (event: DragEvent, index: number): void => {
    event.preventDefault();
    if (dragged !== null) order.move(dragged, index);
    setDragged(null);
    setOver(null);
  };
  return (
    <Panel
      flush
      title="Queues, by priority"
      aside={
        <Button onClick={() => setShown({ kind: 'edit', queue: null })}>
          <Plus aria-hidden className="size-4" />
          New queue
        </Button>
      }
    >
      {data === undefined && <Waiting />}
      <ol aria-label="Queues by priority">
        {order.shown.map((queue, index) => (
          <li
            key={queue.id}
            draggable
            onDragStart={() => setDragged(index)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(index);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDrop={(event) => drop(event, index)}
            className={classes(
              'flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 last:border-0',
              dragged === index && 'opacity-50',
              over === index && dragged !== null && 'bg-raised',
            )}
          >
            <GripVertical aria-hidden className="size-4 shrink-0 cursor-grab text-soft" />
            <ActiveSwitch pool={pool} queue={queue} />
            <div className="min-w-0 flex-1 basis-32">
              <p className="truncate font-medium">{queue.name}</p>
              <p className="text-xs text-soft">
                priority {queue.priority}
                {queue.id === pool.defaultQueueId && ', the default'}; asked for{' '}
                {queue.lastPolled === null ? 'never' : <When at={queue.lastPolled} />}
              </p>
            </div>
            <PoolStatus status={queue.status} />
            <span className="w-36">
              <Slots taken={queue.activeSlots} limit={queue.concurrencyLimit} />
            </span>
            <span className="flex">
              <IconButton
                label={`Move ${queue.name} up`}
                disabled={index === 0}
                onClick={() => order.move(index, index - 1)}
              >
                <ArrowUp aria-hidden className="size-4" />
              </IconButton>
              <IconButton
                label={`Move ${queue.name} down`}
                disabled={index === order.shown.length - 1}
                onClick={() => order.move(index, index + 1)}
              >
                <ArrowDown aria-hidden className="size-4" />
              </IconButton>
              <IconButton label={`Change ${queue.name}`} onClick={() => setShown({ kind: 'edit', queue })}>
                <Pencil aria-hidden className="size-4" />
              </IconButton>
              <IconButton
                label={`Delete ${queue.name}`}
                disabled={queue.id === pool.defaultQueueId}
                onClick={() => setShown({ kind: 'delete', queue })}
              >
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <Suspense>
        {shown?.kind === 'edit' && (
          <QueueDialog poolName={pool.name} existing={shown.queue} onClose={() => setShown(null)} />
        )}
      </Suspense>
      {shown?.kind === 'delete' && (
        <DeleteQueue pool={pool} queue={shown.queue} onClose={() => setShown(null)} />
      )}
    </Panel>
  );
};
