import type { Deployment, DeploymentOverview, RunPolicy } from '@carillon/core';
import type { Client } from '@carillon/sdk';
import { clientCommand, printJson } from '../../client-command.ts';
import { findDeployment } from '../../find/find-deployment.ts';
import { onlyOne } from '../../find/only-one.ts';
import { instantInWords } from '../../format/instant.ts';
import { pauseInWords } from '../../format/pause.ts';
import { runStrip } from '../../format/run-strip.ts';
import { members } from '../../format/table.ts';
import { whenInWords } from '../../format/time.ts';

const scheduleLine = (
  { slug, words, active, error, nextStart }: DeploymentOverview['schedules'][number],
  now: Date,
): string =>
  [
    `${slug === null ? '' : `${slug}: `}${words}`,
    ...(active ? [] : ['switched off']),
    ...(error === null ? [] : [`cannot be planned: ${error}`]),
    ...(nextStart === null ? [] : [`next ${instantInWords(nextStart, {})}, ${whenInWords(nextStart, now)}`]),
  ].join(', ');

const policyInWords = ({ retries, retryDelay, retryBackoff, queueTimeout }: RunPolicy): string =>
  [
    ...(retries === null || retries === 0 ? [] : [`${retries} retries after ${retryDelay ?? 0} s`]),
    ...(retryBackoff === 1 ? [] : [`times ${retryBackoff} each`]),
    ...(queueTimeout === null ? [] : [`fails when nobody begins it within ${queueTimeout} s`]),
  ].join(', ');

const limitInWords = (limit: NonNullable<DeploymentOverview['limit']>): string =>
  `${limit.activeSlots} of ${limit.limit} taken${limit.own ? '' : ` of "${limit.name}", which others share`}; ` +
  (limit.collisionStrategy === 'ENQUEUE' ? 'further runs wait' : 'further runs are cancelled');

const inWords = (deployment: Deployment, overview: DeploymentOverview, now: Date): string =>
  members([
    ['deployment', `${deployment.flowName}/${deployment.name}`],
    ['id', deployment.id],
    ['description', deployment.description],
    ['version', deployment.version],
    ['tags', deployment.tags.join(', ')],
    ['paused', overview.pause && pauseInWords(overview.pause)],
    ['runner', runnerInWords(overview, now)],
    ['pool', [deployment.workPoolName, deployment.workQueueName].filter(Boolean).join('/')],
    ['limit', overview.limit && limitInWords(overview.limit)],
    ['policy', policyInWords(deployment.runPolicy)],
    [
      'parameters',
      Object.keys(deployment.parameters).length > 0 ? JSON.stringify(deployment.parameters) : null,
    ],
    ['schedules', overview.schedules.map((schedule) => scheduleLine(schedule, now)).join('\n')],
    ['running', overview.live > 0 ? `${overview.live}` : null],
    ['late', overview.late > 0 ? `${overview.late}` : null],
    ['last runs', runStrip(overview.runs)],
  ]);

const runnerInWords = ({ status, lastPolled }: DeploymentOverview, now: Date): string => {
  if (lastPolled === null) return 'none has asked for it yet';
  const asked = `asked for it ${whenInWords(lastPolled, now)}`;
  return status === 'READY' ? asked : `none; the last one ${asked}`;
};

const overviewOf = async (client: Client, { id }: Deployment): Promise<DeploymentOverview | undefined> => {
  const { results } = await client.deployments.overview({ deployments: { id: { any: [id] } } });
  return results[0];
};

export const deploymentsInspect = clientCommand({
  usage: 'carillon deployments inspect FLOW/DEPLOYMENT [--json]',
  about: 'Shows a deployment: its schedules with their next starts, its limit, its policy, its last runs.',
  async run({ parsed, client, json }) {
    const deployment = await findDeployment(client, onlyOne(parsed, 'deployment'));
    const overview = await overviewOf(client, deployment);
    if (json) printJson({ deployment, overview });
    else if (overview) console.log(inWords(deployment, overview, new Date()));
    return 0;
  },
});
