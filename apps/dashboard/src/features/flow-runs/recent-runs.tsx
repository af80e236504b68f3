import type { FlowRun } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { StateBadge } from '../../components/badge.tsx';
import { Empty, Waiting } from '../../components/feedback.tsx';
import { When } from '../../components/moment.tsx';
import { spanInWords } from '../../format/time.ts';

const Line = ({ run }: { run: FlowRun }) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-0 hover:bg-raised/60">
    <Link
      to="/runs/$id"
      params={{ id: run.id }}
      className="min-w-0 flex-1 basis-40 truncate font-medium hover:underline"
    >
      {run.name}
    </Link>
    <StateBadge type={run.stateType} name={run.stateName} />
    <span className="w-28 text-right text-xs text-soft">
      <When at={run.startTime ?? run.expectedStartTime} />
    </span>
    <span className="w-16 text-right text-xs text-soft tabular-nums">
      {run.startTime === null ? '' : spanInWords(run.estimatedRunTime)}
    </span>
  </li>
);

/** The next few starts of a deployment, then what it did last. */
export const RecentRuns = ({ deploymentId }: { deploymentId: string }) => {
  const of = { deploymentId: { any: [deploymentId] } };
  const ahead = useQuery(
    query('flowRuns.list', {
      flowRuns: { ...of, state: { type: { any: ['SCHEDULED'] } } },
      sort: 'EXPECTED_START_TIME_ASC',
      limit: 3,
    }),
  );
  const past = useQuery(
    query('flowRuns.list', {
      flowRuns: { ...of, state: { type: { notAny: ['SCHEDULED'] } } },
      sort: 'EXPECTED_START_TIME_DESC',
      limit: 12,
    }),
  );
  if (ahead.data === undefined || past.data === undefined) return <Waiting />;
  const runs = [...ahead.data.results.toReversed(), ...past.data.results];
  if (runs.length === 0)
    return <Empty title="It has not run yet">“Run…” starts it now; a schedule starts it by itself.</Empty>;
  return (
    <ul>
      {runs.map((run) => (
        <Line key={run.id} run={run} />
      ))}
    </ul>
  );
};
