import { type FlowRun, isTerminal } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { StateBadge, Tag } from '../../components/badge.tsx';
import { Facts, Json } from '../../components/facts.tsx';
import { ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { instantInWords, spanInWords, viewerZone } from '../../format/time.ts';
import { useNow } from '../../live/now.ts';
import { ExplainPanel } from './explain-panel.tsx';
import { Gantt } from './gantt.tsx';
import { LogPanel } from './log-panel.tsx';
import { RunActions } from './run-actions.tsx';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/runs/$id');

/** Its deployment, or its flow where it has none. */
const Origin = ({ run }: { run: FlowRun }) => {
  const deployment = useQuery({
    ...query('deployments.read', { id: run.deploymentId ?? '' }),
    enabled: run.deploymentId !== null,
  });
  const flow = useQuery(query('flows.read', { id: run.flowId }));
  return (
    <>
      <Link to="/runs" className="hover:underline">
        Runs
      </Link>
      {' of '}
      {run.deploymentId !== null && deployment.data !== undefined ? (
        <Link to="/deployments/$id" params={{ id: run.deploymentId }} className="hover:underline">
          {deployment.data.flowName}/{deployment.data.name}
        </Link>
      ) : (
        (flow.data?.name ?? '…')
      )}
    </>
  );
};

const Took = ({ run, isLive }: { run: FlowRun; isLive: boolean }) => {
  const now = useNow(isLive ? 1000 : 3_600_000);
  if (run.startTime === null) return null;
  const seconds =
    run.stateType === 'RUNNING' ? (now.getTime() - run.startTime.getTime()) / 1000 : run.estimatedRunTime;
  return <>{spanInWords(seconds)}</>;
};

/** When it was to start by its schedule, in the schedule's zone and in that of whoever looks. */
const Nominal = ({ run }: { run: FlowRun }) => {
  const { data } = useQuery({
    ...query('deployments.schedules.list', { deploymentId: run.deploymentId ?? '' }),
    enabled: run.deploymentId !== null && run.scheduleId !== null,
  });
  if (run.nominalStart === null) return null;
  const zone = data?.find(({ id }) => id === run.scheduleId)?.schedule.timezone ?? 'UTC';
  return (
    <>
      <Moment at={run.nominalStart} seconds />
      {data !== undefined && zone !== viewerZone && (
        <span className="text-soft">
          {' '}
          ({instantInWords(run.nominalStart, { timeZone: zone, seconds: true })})
        </span>
      )}
    </>
  );
};

const lateness = ({ startTime, expectedStartTime }: FlowRun): string | null => {
  if (startTime === null || expectedStartTime === null) return null;
  const seconds = (startTime.getTime() - expectedStartTime.getTime()) / 1000;
  return seconds < 0 ? null : `${spanInWords(seconds)} after it was due`;
};

export default function RunPage() {
  const { id } = route.useParams();
  const { data: run, error } = useQuery(query('flowRuns.read', { id }));
  const { data: states } = useQuery(query('flowRuns.states', { id }));
  if (error !== null && run === undefined)
    return (
      <Page title="Run">
        <ErrorNote error={error} />
      </Page>
    );
  if (run === undefined) return <Waiting />;
  const isLive = run.stateType === null || !isTerminal(run.stateType);
  const result = run.state?.type === 'COMPLETED' ? run.state.data : null;

  return (
    <Page
      title={run.name}
      above={<Origin run={run} />}
      heading={
        <>
          <span className="min-w-0 break-all">{run.name}</span>
          <StateBadge type={run.stateType} name={run.stateName} />
        </>
      }
      actions={<RunActions run={run} />}
    >
      <ExplainPanel run={run} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="States">{states === undefined ? <Waiting /> : <Timeline states={states} />}</Panel>
          <Panel title="Tasks">
            <Gantt flowRunId={id} isLive={isLive} />
          </Panel>
          <LogPanel key={id} run={run} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="About">
            <Facts
              facts={[
                ['Scheduled for', run.nominalStart === null ? null : <Nominal key="nominal" run={run} />],
                [
                  'Due',
                  run.expectedStartTime === null ? null : (
                    <Moment key="due" at={run.expectedStartTime} seconds />
                  ),
                ],
                [
                  'Started',
                  run.startTime === null ? null : <Moment key="start" at={run.startTime} seconds />,
                ],
                ['Late', lateness(run)],
                ['Ended', run.endTime === null ? null : <Moment key="end" at={run.endTime} seconds />],
                ['Took', run.startTime === null ? null : <Took key="took" run={run} isLive={isLive} />],
                ['Attempt', run.runCount > 1 ? run.runCount : null],
                [
                  'Work pool',
                  run.workPoolName === null ? null : (
                    <Link
                      key="pool"
                      to="/work-pools/$name"
                      params={{ name: run.workPoolName }}
                      className="text-accent hover:underline"
                    >
                      {run.workPoolName}
                    </Link>
                  ),
                ],
                ['Queue', run.workQueueName],
                ['Made by', run.createdBy?.displayValue],
                [
                  'Tags',
                  run.tags.length === 0 ? null : (
                    <span key="tags" className="flex flex-wrap gap-1">
                      {run.tags.map((tag) => (
                        <Tag key={tag}>{tag}</Tag>
                      ))}
                    </span>
                  ),
                ],
                [
                  'Id',
                  <code key="id" className="font-mono text-xs break-all">
                    {run.id}
                  </code>,
                ],
              ]}
            />
          </Panel>
          <Panel title="Parameters">
            {Object.keys(run.parameters).length === 0 ? (
              <p className="text-sm text-soft">None</p>
            ) : (
              <Json value={run.parameters} />
            )}
          </Panel>
          {result !== null && (
            <Panel title="Result">
              <Json value={result} />
            </Panel>
          )}
        </div>
      </div>
    </Page>
  );
}
