import type { WorkPool } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { Command, Empty, Waiting } from '../../components/feedback.tsx';
import { When } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';

/** Heartbeats tell no event. */
const askAgainMs = 5000;

export const WorkersPanel = ({ pool }: { pool: WorkPool }) => {
  const { data } = useQuery({
    ...query('workPools.workers.list', { workPoolName: pool.name, limit: 200 }),
    refetchInterval: askAgainMs,
  });
  const remove = useChange('workPools.workers.delete', { touches: ['workPools'] });
  return (
    <Panel flush title="Workers">
      {data === undefined && <Waiting />}
      {data?.results.length === 0 && (
        <Empty title="No worker was heard of">
          A runner that serves this pool says that it is there:{' '}
          <Command>{`carillon runner --pool ${pool.name}`}</Command>
        </Empty>
      )}
      <ul>
        {data?.results.map(({ id, name, status, lastHeartbeatTime }) => (
          <li key={id} className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-0">
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <span className="text-xs text-soft">
              heard <When at={lastHeartbeatTime} />
            </span>
            <Badge tone={status === 'ONLINE' ? 'completed' : 'cancelled'}>
              {status === 'ONLINE' ? 'Online' : 'Offline'}
            </Badge>
            <IconButton
              label={`Forget ${name}`}
              disabled={status === 'ONLINE' || remove.isPending}
              onClick={() => remove.mutate({ workPoolName: pool.name, name })}
            >
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
