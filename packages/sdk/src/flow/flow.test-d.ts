// What an editor shows for flows, tasks and deployments; the type-check runs it.
import { z } from 'zod';
import { cron, every, flow, type Json, rrule, task } from '../index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Statement extends true>(): void => {};

const fetchRows = task({
  name: 'fetch rows',
  retries: 3,
  retryDelay: '10s',
  async run(region: string, { signal }) {
    holds<Same<typeof signal, AbortSignal>>();
    return [region];
  },
});
holds<Same<Parameters<typeof fetchRows>, [input: string]>>();
// @ts-expect-error the context is not the caller's to pass
fetchRows('eu', {});
// @ts-expect-error the region is missing
fetchRows();
// @ts-expect-error a region is text
fetchRows(1);

const plain = task({ name: 'plain', run: () => 1 });
holds<Same<ReturnType<typeof plain>, Promise<number>>>();
plain();
// @ts-expect-error it takes nothing
plain(1);
const onlyContext = task({ name: 'only context', run: (_, { attempt, log }) => log.info(`${attempt}`) });
onlyContext();
const optional = task({ name: 'optional', run: async (region?: string) => region });
optional();
optional('eu');

const cached = task({
  name: 'cached',
  tags: ['rows'],
  concurrency: 'database',
  cache: { key: (region: string) => region, ttl: '1h' },
  run: async (region: string) => ({ region, at: new Date(), none: undefined }),
});
holds<Same<ReturnType<typeof cached>, Promise<{ region: string; at: string }>>>();
cached('eu');
// @ts-expect-error the region is missing
cached();
// The key takes what the task takes, said or not.
task({ name: 'x', run: (n: number) => n, cache: { key: (n) => n.toFixed() } });
// @ts-expect-error a key of another input
task({ name: 'x', cache: { key: (region: string) => region }, run: (n: number) => n });

export const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']), day: z.iso.date().optional() }),
  retryDelay: '30s',
  timeout: '10m',
  async run({ region, day }, { log, signal, run, carillon }) {
    holds<Same<typeof region, 'eu' | 'us'>>();
    holds<Same<typeof day, string | undefined>>();
    holds<Same<typeof run.scheduledTime, Date | null>>();
    holds<Same<typeof carillon.url, string>>();
    log.info('fetched', { aborted: signal.aborted });
    const rows = await fetchRows(region);
    return { rows: rows.length, at: new Date() };
  },
});

holds<Same<Awaited<ReturnType<typeof report>>, { rows: number; at: Date }>>();
report({ region: 'eu' });
// @ts-expect-error mars is no region
report({ region: 'mars' });
// @ts-expect-error the region is missing
report();

flow({
  name: 'pauses',
  async run(_, { pause, suspend }) {
    const { approved } = await pause({ input: z.object({ approved: z.boolean() }), timeout: '2d' });
    holds<Same<typeof approved, boolean>>();
    const nothing = await suspend({ key: 'night' });
    holds<Same<typeof nothing, void>>();
  },
});

const hello = flow({ name: 'hello', run: () => 'hello' });
hello();
holds<Same<Awaited<ReturnType<typeof hello>>, string>>();

flow({
  name: 'wrong delay',
  // @ts-expect-error a duration has a unit
  retryDelay: '30 seconds',
  run: () => null,
});

export default report.deployment({
  name: 'daily',
  tags: ['finance'],
  concurrency: { limit: 1, onCollision: 'enqueue' },
  schedules: [
    cron('0 9 * * 1-5', { timezone: 'Europe/Berlin', slug: 'eu', parameters: { region: 'eu' } }),
    every('15m', { slug: 'pulse', parameters: { region: 'us', day: '2026-01-01' }, active: false }),
    rrule('FREQ=DAILY', { parameters: { region: 'us' } }),
  ],
});

report.deployment({
  name: 'wrong value',
  // @ts-expect-error mars is no region
  schedules: [cron('0 9 * * *', { parameters: { region: 'mars' } })],
});
report.deployment({
  name: 'no such parameter',
  // @ts-expect-error there is no parameter "dya"
  schedules: [every(60, { parameters: { region: 'eu', dya: '2026-01-01' } })],
});
report.deployment({
  name: 'missing',
  // @ts-expect-error neither the schedule nor the deployment names a region
  schedules: [cron('0 9 * * *')],
});
report.deployment({
  name: 'given by the deployment',
  parameters: { region: 'eu' },
  schedules: [cron('0 9 * * *'), every('1h', { parameters: { region: 'us' } })],
});
// @ts-expect-error mars is no region
report.deployment({ name: 'wrong', parameters: { region: 'mars' } });
// @ts-expect-error there is no parameter "dya"
report.deployment({ name: 'wrong', parameters: { region: 'eu', dya: '2026-01-01' } });
hello.deployment({ name: 'simple', schedules: [every('7s')] });
// @ts-expect-error hello takes no parameters
hello.deployment({ name: 'wrong', schedules: [every('7s', { parameters: { region: 'eu' } })] });

const shared = cron('0 9 * * *', { parameters: { region: 'eu' } });
report.deployment({ name: 'a schedule from elsewhere', schedules: [shared] });

holds<
  Same<
    Json<{ at: Date; rows: number; none: undefined; call: () => void; list: [Date, 1] }>,
    { at: string; rows: number; list: [string, 1] }
  >
>();
holds<Same<Json<void>, null>>();
holds<Same<Json<{ maybe?: Date }>, { maybe?: string }>>();
