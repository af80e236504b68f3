import type { FlowRun } from '@carillon/core';
import { type Client, type Duration, durationSeconds } from '@carillon/sdk';
import { numberOf, textOf } from '../../arguments.ts';
import { clientCommand, printJson } from '../../client-command.ts';
import { findDeployment } from '../../find/find-deployment.ts';
import { table } from '../../format/table.ts';
import { spanInWords, whenInWords } from '../../format/time.ts';
import { pages } from '../../pages.ts';
import { UsageError } from '../../usage-error.ts';
import { readStates } from './states.ts';

const row = (run: FlowRun, now: Date, names: ReadonlyMap<string, string>): string[] => [
  run.id,
  run.name,
  names.get(run.deploymentId ?? '') ?? '',
  run.stateName ?? '',
  whenInWords(run.startTime ?? run.expectedStartTime, now),
  run.startTime === null ? '' : spanInWords(run.estimatedRunTime),
  (run.state?.message ?? '').split('\n', 1)[0] ?? '',
];

/** `flow/deployment` by id. */
const deploymentNames = async (
  client: Client,
  runs: readonly FlowRun[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(runs.flatMap(({ deploymentId }) => deploymentId ?? []))];
  const deployments = { id: { any: ids } };
  const found = await pages((cursor) => client.deployments.list({ deployments, cursor }));
  return new Map(found.map(({ id, flowName, name }) => [id, `${flowName}/${name}`]));
};

/** `1d`, or a number of seconds, as an instant that long ago. */
const readSince = (text: string, now: Date): Date => {
  try {
    return new Date(now.getTime() - durationSeconds(text as Duration) * 1000); // judged by durationSeconds itself
  } catch {
    throw new UsageError(`--since must be a duration such as 30m, 12h or 1d, not "${text}"`);
  }
};

export const runsLs = clientCommand({
  usage:
    'carillon runs ls [--state STATE,…] [--since DURATION] [--deployment FLOW/DEPLOYMENT] [--limit N] [--json]',
  about: 'Lists runs whose start has come, the newest first; those that are planned by --state scheduled.',
  options: {
    state: { value: 'STATES', help: 'only those in one of these states: failed, late, running, …' },
    since: { value: 'DURATION', help: 'only those that were to start in the last 30m, 12h, 1d, …' },
    deployment: { value: 'NAME', help: 'only those of this deployment' },
    limit: { value: 'N', help: 'so many at most (50)' },
  },
  async run({ parsed, client, json }) {
    const now = new Date();
    const [state, since, deployment] = ['state', 'since', 'deployment'].map((name) => textOf(parsed, name));
    // What is only planned is shown to whoever asks for it.
    const planned = state !== undefined && since === undefined;
    const period = planned
      ? null
      : { before: now, after: since === undefined ? null : readSince(since, now) };
    const limit = numberOf(parsed, 'limit', { min: 1, max: 1_000_000 }) ?? 50;
    const flowRuns = {
      ...(state !== undefined && { state: readStates(state) }),
      ...(period !== null && { expectedStartTime: period }),
      ...(deployment !== undefined && {
        deploymentId: { any: [(await findDeployment(client, deployment)).id] },
      }),
    };
    const found = await pages(
      (cursor) =>
        client.flowRuns.list({
          flowRuns,
          sort: 'START_TIME_DESC',
          cursor,
          limit: Math.min(limit, 200),
        }),
      limit,
    );
    if (json) printJson(found);
    else if (found.length === 0) console.log('There are no such runs.');
    else {
      const names = await deploymentNames(client, found);
      const rows = found.map((run) => row(run, now, names));
      console.log(table(['ID', 'NAME', 'DEPLOYMENT', 'STATE', 'START', 'TOOK', 'MESSAGE'], rows));
    }
    return 0;
  },
});
