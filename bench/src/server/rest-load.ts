import { z } from 'zod';
import { openRestCalls, type RestCall } from './rest-calls.ts';
import { median, millisecondsOf } from './stage.ts';

export const connections = 16;
const seconds = 4;
const warmUpSeconds = 1;
const deployments = 200;
const polled = 50;
const page = 50;
const ranges = 5;
const rangeRuns = 1000;

/** How many a second, and how long one takes, in milliseconds. */
export type RestFigure = { perSecond: number; p50: number };

const made = z.object({ id: z.string() });
const idOf = (said: string): string => made.parse(JSON.parse(said)).id;

/** The work done over and over on every connection for a while. */
const during = async (work: () => Promise<unknown>, length: number): Promise<RestFigure> => {
  const times: number[] = [];
  const end = performance.now() + length * 1000;
  const loop = async (): Promise<void> => {
    while (performance.now() < end) times.push(await millisecondsOf(work));
  };
  const elapsed = await millisecondsOf(() => Promise.all(Array.from({ length: connections }, loop)));
  return { perSecond: (times.length / elapsed) * 1000, p50: median(times) };
};

const warm = async (work: () => Promise<unknown>): Promise<RestFigure> => {
  await during(work, warmUpSeconds);
  return await during(work, seconds);
};

const newFlow = async (call: RestCall): Promise<string> =>
  idOf(await call('POST', '/flows/', { name: 'bench' }));

const newDeployments = async (call: RestCall, flowId: string): Promise<string[]> =>
  await Promise.all(
    Array.from({ length: deployments }, async (_, index) =>
      idOf(
        await call('POST', '/deployments/', {
          name: `d${index}`,
          flow_id: flowId,
          tags: ['finance'],
          parameters: { region: 'eu' },
          schedules: [{ schedule: { cron: '0 9 * * *', timezone: 'Europe/Berlin' }, active: true }],
        }),
      ),
    ),
  );

/** Runs of a minutely schedule, a thousand a call, one call after the other; each of a paused deployment of its own, which nobody else plans. */
const scheduleRanges = async (call: RestCall, flowId: string): Promise<RestFigure> => {
  const times: number[] = [];
  for (let index = 0; index <= ranges; index += 1) {
    const id = idOf(
      await call('POST', '/deployments/', {
        name: `range${index}`,
        flow_id: flowId,
        paused: true,
        schedules: [{ schedule: { cron: '* * * * *', timezone: 'Europe/Berlin' }, active: true }],
      }),
    );
    const start = Date.now() + 3_600_000;
    const elapsed = await millisecondsOf(() =>
      call('POST', `/deployments/${id}/schedule`, {
        start_time: new Date(start).toISOString(),
        end_time: new Date(start + 2 * rangeRuns * 60_000).toISOString(),
        min_runs: rangeRuns,
        max_runs: rangeRuns,
      }),
    );
    const counted = await call('POST', '/flow_runs/count', { deployments: { id: { any_: [id] } } });
    if (Number(counted) !== rangeRuns) throw new Error(`${counted} runs were made of ${rangeRuns}.`);
    // The first is to warm up.
    if (index > 0) times.push(elapsed);
  }
  const p50 = median(times);
  return { perSecond: (rangeRuns / p50) * 1000, p50 };
};

/** The same load for every server, on a new database: what is read first, then what writes. */
export const restLoad = async (api: string): Promise<Record<string, RestFigure>> => {
  using calls = openRestCalls(api, connections);
  const { call } = calls;
  const flowId = await newFlow(call);
  const ids = await newDeployments(call, flowId);
  let turn = 0;
  const next = (): string => {
    turn += 1;
    return ids[turn % ids.length] ?? '';
  };
  const create = async (): Promise<string> =>
    idOf(
      await call('POST', `/deployments/${next()}/create_flow_run`, {
        parameters: { region: 'us' },
        state: { type: 'SCHEDULED' },
      }),
    );
  const set = (id: string, type: string): Promise<string> =>
    call('POST', `/flow_runs/${id}/set_state`, { state: { type } });
  // What is due, for those who poll.
  for (const _ of ids) await create();

  return {
    [`poll ${polled} deployments`]: await warm(() => {
      turn += 1;
      const from = turn % (ids.length - polled);
      return call('POST', '/deployments/get_scheduled_flow_runs', {
        deployment_ids: ids.slice(from, from + polled),
        scheduled_before: new Date(Date.now() + 10_000).toISOString(),
      });
    }),
    'read a deployment': await warm(() => call('GET', `/deployments/${next()}`)),
    [`filter ${deployments} deployments`]: await warm(() =>
      call('POST', '/deployments/filter', { limit: deployments, sort: 'NAME_ASC' }),
    ),
    [`a page of ${page} runs`]: await warm(() =>
      call('POST', '/flow_runs/filter', { limit: page, sort: 'EXPECTED_START_TIME_DESC' }),
    ),
    'create a run': await warm(create),
    'whole life of a run': await warm(async () => {
      const id = await create();
      for (const type of ['PENDING', 'RUNNING', 'COMPLETED']) await set(id, type);
    }),
    [`schedule ${rangeRuns.toLocaleString('en')} runs`]: await scheduleRanges(call, flowId),
  };
};
