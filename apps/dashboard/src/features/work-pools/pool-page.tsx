import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { CirclePause, CirclePlay, Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Page } from '../../components/page.tsx';
import { instantInWords } from '../../format/time.ts';
import { PoolStatus } from './pool-status.tsx';
import { QueuesPanel } from './queues-panel.tsx';
import { SlotsPanel } from './slots-panel.tsx';
import { WorkersPanel } from './workers-panel.tsx';

const PoolDialog = lazy(() => import('./pool-dialog.tsx'));

const route = getRouteApi('/work-pools/$name');

export default function WorkPoolPage() {
  const { name } = route.useParams();
  const navigate = useNavigate();
  const [shown, setShown] = useState<'edit' | 'delete' | null>(null);
  const { data: pool, error } = useQuery(query('workPools.read', { name }));
  const update = useChange('workPools.update', { touches: ['workPools', 'workQueues', 'flowRuns'] });
  const remove = useChange('workPools.delete', {
    touches: ['workPools.list', 'deployments'],
    quiet: true,
    said: () => `${name} is gone.`,
    onDone: () => void navigate({ to: '/work-pools' }),
  });
  if (error !== null && pool === undefined)
    return (
      <Page title="Work pool">
        <ErrorNote error={error} />
      </Page>
    );
  if (pool === undefined) return <Waiting />;
  const { pause } = pool;
  return (
    <Page
      title={name}
      above={
        <Link to="/work-pools" className="hover:underline">
          Work pools
        </Link>
      }
      heading={
        <>
          <span className="min-w-0 break-all">{name}</span>
          <PoolStatus status={pool.status} />
        </>
      }
      about={
        pause === null
          ? (pool.description ?? undefined)
          : `Paused since ${instantInWords(pause.at)}${pause.by?.displayValue ? ` by ${pause.by.displayValue}` : ''}${
              pause.reason ? `: ${pause.reason}` : ''
            }`
      }
      actions={
        <>
          <Button
            disabled={update.isPending}
            onClick={() => update.mutate({ name, isPaused: !pool.isPaused })}
          >
            {pool.isPaused ? (
              <CirclePlay aria-hidden className="size-4" />
            ) : (
              <CirclePause aria-hidden className="size-4" />
            )}
            {pool.isPaused ? 'Resume' : 'Pause'}
          </Button>
          <Button onClick={() => setShown('edit')}>
            <Pencil aria-hidden className="size-4" />
            Change…
          </Button>
          <Button onClick={() => setShown('delete')}>
            <Trash2 aria-hidden className="size-4" />
            Delete…
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <QueuesPanel pool={pool} />
          <WorkersPanel pool={pool} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SlotsPanel pool={pool} />
        </div>
      </div>
      <Suspense>{shown === 'edit' && <PoolDialog existing={pool} onClose={() => setShown(null)} />}</Suspense>
      <Confirm
        open={shown === 'delete'}
        onOpenChange={(open) => !open && setShown(null)}
        title={`Delete the work pool ${name}?`}
        verb="Delete"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ name })}
      >
        <p>Its queues and workers go with it. Deployments and runs stay, in no queue: nobody takes them.</p>
      </Confirm>
    </Page>
  );
}
