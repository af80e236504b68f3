import type { WorkPool } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { StateBadge } from '../../components/badge.tsx';
import { Empty, Waiting } from '../../components/feedback.tsx';
import { Panel } from '../../components/panel.tsx';
import { Slots } from '../../components/slots.tsx';
import { spanInWords } from '../../format/time.ts';
import { RunLines } from '../overview/run-lines.tsx';

/** Who holds the pool's slots now, and what comes next. */
export const SlotsPanel = ({ pool }: { pool: WorkPool }) => {
  const held = useQuery(query('workPools.concurrencyStatus', { name: pool.name }));
  // Not workPools.scheduledRuns: whoever asks by that counts as somebody who works for the pool.
  const waiting = useQuery(
    query('flowRuns.list', {
      flowRuns: { state: { type: { any: ['SCHEDULED'] } } },
      workPools: { name: { any: [pool.name] } },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
      limit: 8,
    }),
  );
  const holders = held.data?.results.flatMap(({ queueName, flowRuns }) =>
    flowRuns.map((run) => ({ ...run, queueName })),
  );
  return (
    <>
      <Panel
        flush
        title="At work"
        aside={held.data && <Slots taken={held.data.activeSlots} limit={held.data.concurrencyLimit} />}
      >
        {holders === undefined && <Waiting />}
        {holders?.length === 0 && <Empty title="Nobody holds a slot" />}
        <ul>
          {holders?.map(({ id, name, stateType, stateName, timeInCurrentState, queueName }) => (
            <li key={id} className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-0">
              <Link
                to="/runs/$id"
                params={{ id }}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {name}
              </Link>
              <span className="text-xs text-soft">{queueName}</span>
              <StateBadge type={stateType} name={stateName} />
              <span className="text-xs text-soft tabular-nums">{spanInWords(timeInCurrentState)}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Next by time">
        {waiting.data === undefined ? (
          <Waiting />
        ) : waiting.data.results.length === 0 ? (
          <p className="text-sm text-soft">No run waits in this pool.</p>
        ) : (
          <RunLines runs={waiting.data.results} />
        )}
      </Panel>
    </>
  );
};
