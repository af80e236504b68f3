import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { Json } from '../../components/facts.tsx';
import { ErrorNote, Waiting } from '../../components/feedback.tsx';
import { When } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { instantInWords } from '../../format/time.ts';
import { RecentRuns } from '../flow-runs/recent-runs.tsx';
import { RunStrip } from '../run-strip.tsx';
import { AboutPanel } from './about-panel.tsx';
import { DeploymentActions } from './actions.tsx';
import { SchedulesPanel } from './schedules-panel.tsx';
import { StatusBadge } from './status-badge.tsx';

const route = getRouteApi('/deployments/$id');

export default function DeploymentPage() {
  const { id } = route.useParams();
  const { data: deployment, error } = useQuery(query('deployments.read', { id }));
  const { data } = useQuery(query('deployments.overview', { deployments: { id: { any: [id] } } }));
  const overview = data?.results[0];
  if (error !== null && deployment === undefined)
    return (
      <Page title="Deployment">
        <ErrorNote error={error} />
      </Page>
    );
  if (deployment === undefined) return <Waiting />;
  const { pause } = deployment;

  return (
    <Page
      title={`${deployment.flowName}/${deployment.name}`}
      above={
        <Link to="/deployments" className="hover:underline">
          Deployments
        </Link>
      }
      heading={
        <>
          <span className="min-w-0 break-all">
            <span className="text-soft">{deployment.flowName}/</span>
            {deployment.name}
          </span>
          <StatusBadge {...deployment} />
        </>
      }
      about={
        deployment.paused ? (
          <>
            Paused{pause !== null && ` since ${instantInWords(pause.at)}`}
            {pause?.by?.displayValue && ` by ${pause.by.displayValue}`}
            {pause?.reason ? `: ${pause.reason}` : ''}
          </>
        ) : overview?.nextStart ? (
          <>
            Next start <When at={overview.nextStart} /> ({instantInWords(overview.nextStart)})
          </>
        ) : (
          'No start is planned'
        )
      }
      actions={<DeploymentActions deployment={deployment} />}
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <SchedulesPanel deployment={deployment} overview={overview} />
          <Panel
            flush
            title="Runs"
            aside={
              <span className="flex items-center gap-3">
                {overview !== undefined && <RunStrip runs={overview.runs} />}
                <Link to="/runs" search={{ deployment: id }} className="text-sm text-accent hover:underline">
                  All runs
                </Link>
              </span>
            }
          >
            <RecentRuns deploymentId={id} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <AboutPanel deployment={deployment} overview={overview} />
          <Panel title="Parameters">
            {Object.keys(deployment.parameters).length === 0 ? (
              <p className="text-sm text-soft">None are set; runs bring their own.</p>
            ) : (
              <Json value={deployment.parameters} />
            )}
          </Panel>
        </div>
      </div>
    </Page>
  );
}
