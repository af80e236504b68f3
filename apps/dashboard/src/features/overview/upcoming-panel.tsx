import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { query } from '../../client/query.ts';
import { Empty, Waiting } from '../../components/feedback.tsx';
import { Panel } from '../../components/panel.tsx';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { counted, number } from '../../format/counted.ts';
import { useNow } from '../../live/now.ts';
import { stateBars } from './history-bars.ts';
import { RunLines } from './run-lines.tsx';

const stepSeconds = 1800;
const daySeconds = 86_400;

/** What will run next, and how the next day is filled. */
export const UpcomingPanel = () => {
  const now = useNow(30_000).getTime();
  const from = Math.floor(now / (stepSeconds * 1000)) * stepSeconds * 1000;
  const [start, end] = useMemo(() => [new Date(from), new Date(from + daySeconds * 1000)], [from]);
  const scheduled = { state: { type: { any: ['SCHEDULED' as const] } } };
  const ahead = useQuery({
    ...query('flowRuns.history', {
      flowRuns: scheduled,
      historyStart: start,
      historyEnd: end,
      historyIntervalSeconds: stepSeconds,
    }),
    placeholderData: keepPreviousData,
  });
  const soon = useMemo(() => new Date(now), [now]);
  const next = useQuery(
    query('flowRuns.list', {
      flowRuns: { ...scheduled, nextScheduledStartTime: { after: soon } },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
      limit: 8,
    }),
  );
  const bars = stateBars(ahead.data ?? []);
  const count = bars.flatMap(({ parts }) => parts).reduce((sum, { value }) => sum + value, 0);
  return (
    <Panel
      title="Next 24 hours"
      aside={
        <Link
          to="/runs"
          search={{ state: 'SCHEDULED', sort: 'EXPECTED_START_TIME_ASC' }}
          className="text-sm text-accent hover:underline"
        >
          {counted(count, 'planned run')}
        </Link>
      }
    >
      {next.data === undefined ? (
        <Waiting />
      ) : next.data.results.length === 0 ? (
        <Empty title="Nothing is planned">
          A schedule that is on plans its runs ahead, and they are here.
        </Empty>
      ) : (
        <div className="flex flex-col gap-3">
          <StackedBars label="Planned runs of the next 24 hours" bars={bars} height={64} inWords={number} />
          <RunLines runs={next.data.results} />
        </div>
      )}
    </Panel>
  );
};
