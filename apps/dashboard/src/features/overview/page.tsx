import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { query } from '../../client/query.ts';
import { Command, Empty } from '../../components/feedback.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { useNow } from '../../live/now.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { usePeriod } from './period.ts';
import { Tiles } from './tiles.tsx';
import { UpcomingPanel } from './upcoming-panel.tsx';

const route = getRouteApi('/');

const dayMs = 86_400_000;
const stepMs = 300_000;

const Welcome = () => (
  <Panel>
    <Empty title="Nothing is deployed yet">
      Write a flow and a deployment in a file, then run <Command>carillon deploy flows.ts</Command> and{' '}
      <Command>carillon runner flows.ts</Command>. Or see it at work: <Command>npm run demo</Command>.
    </Empty>
  </Panel>
);

export default function OverviewPage() {
  const period = usePeriod(route.useSearch());
  const deployments = useQuery(query('deployments.count', {}));
  const now = useNow(30_000).getTime();
  const day = Math.floor(now / stepMs) * stepMs - dayMs;
  const since = useMemo(() => new Date(day), [day]);
  return (
    <Page title="Overview">
      {deployments.data === 0 && <Welcome />}
      <Tiles period={period} />
      <HistoryPanel period={period} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <AttentionPanel since={since} />
        <UpcomingPanel />
      </div>
    </Page>
  );
}
