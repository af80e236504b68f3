import type { StateType } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { query } from '../../client/query.ts';
import { When } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { counted } from '../../format/counted.ts';
import { RunLines } from './run-lines.tsx';

const shown = 4;
const failed: StateType[] = ['FAILED', 'CRASHED'];

const Part = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <div>
    <h3 className="mb-1 text-sm font-medium">{title}</h3>
    {children}
  </div>
);

const more = 'text-accent hover:underline';

const LateRuns = ({ count }: { count: number }) => {
  const { data } = useQuery(
    query('flowRuns.list', {
      flowRuns: { state: { name: { any: ['Late'] } } },
      sort: 'EXPECTED_START_TIME_ASC',
      limit: shown,
    }),
  );
  return (
    <Part
      title={
        <Link to="/runs" search={{ state: 'LATE', sort: 'EXPECTED_START_TIME_ASC' }} className={more}>
          {counted(count, 'late run')}
        </Link>
      }
    >
      <RunLines runs={data?.results ?? []} />
    </Part>
  );
};

const FailedRuns = ({ since, count }: { since: Date; count: number }) => {
  const { data } = useQuery(
    query('flowRuns.list', {
      flowRuns: { state: { type: { any: failed } }, expectedStartTime: { after: since } },
      sort: 'EXPECTED_START_TIME_DESC',
      limit: shown,
    }),
  );
  return (
    <Part
      title={
        <Link to="/runs" search={{ state: failed.join(','), from: '24h' }} className={more}>
          {counted(count, 'run')} failed or crashed in 24 h
        </Link>
      }
    >
      <RunLines runs={data?.results ?? []} />
    </Part>
  );
};

/** Late, failing or stuck: what somebody should look at. */
export const AttentionPanel = ({ since }: { since: Date }) => {
  const late = useQuery(query('flowRuns.count', { flowRuns: { state: { name: { any: ['Late'] } } } }));
  const failing = useQuery(
    query('flowRuns.count', {
      flowRuns: { state: { type: { any: failed } }, expectedStartTime: { after: since } },
    }),
  );
  const { data } = useQuery(query('deployments.attention', { limit: shown }));
  const isCalm =
    late.data === 0 && failing.data === 0 && data?.notReady.count === 0 && data.scheduleErrors.count === 0;
  return (
    <Panel title="Needs attention">
      {isCalm && (
        <p className="flex items-center gap-2">
          <CircleCheck aria-hidden className="size-5 text-completed" />
          Nothing is late, failing or stuck.
        </p>
      )}
      <div className="flex flex-col gap-4">
        {(late.data ?? 0) > 0 && <LateRuns count={late.data ?? 0} />}
        {(failing.data ?? 0) > 0 && <FailedRuns since={since} count={failing.data ?? 0} />}
        {data !== undefined && data.scheduleErrors.count > 0 && (
          <Part title={`${counted(data.scheduleErrors.count, 'schedule')} cannot be planned`}>
            <ul>
              {data.scheduleErrors.first.map(({ id, flowName, name, scheduleId, schedule, error }) => (
                <li key={scheduleId} className="border-b border-line py-1.5 last:border-0">
                  <Link to="/deployments/$id" params={{ id }} className="font-medium hover:underline">
                    {flowName}/{name}: {schedule}
                  </Link>
                  <span className="block text-xs text-danger">{error}</span>
                </li>
              ))}
            </ul>
          </Part>
        )}
        {data !== undefined && data.notReady.count > 0 && (
          <Part title={`No runner asks for ${counted(data.notReady.count, 'deployment')} with a schedule`}>
            <ul>
              {data.notReady.first.map(({ id, flowName, name, lastPolled }) => (
                <li
                  key={id}
                  className="flex items-center justify-between gap-3 border-b border-line py-1.5 last:border-0"
                >
                  <Link
                    to="/deployments/$id"
                    params={{ id }}
                    className="min-w-0 truncate font-medium hover:underline"
                  >
                    {flowName}/{name}
                  </Link>
                  <span className="shrink-0 text-xs text-soft">
                    {lastPolled === null ? 'never asked for' : <When at={lastPolled} />}
                  </span>
                </li>
              ))}
            </ul>
          </Part>
        )}
      </div>
    </Panel>
  );
};
