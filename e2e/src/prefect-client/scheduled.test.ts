import { until } from '@carillon/testing/until';
import { expect } from 'vitest';
import { describeStock, patienceMs, test, untilLogged } from '../../fixtures/prefect-client/test.ts';

const name = { flowName: 'greet', name: 'scheduled' };
/** The client waits in whole seconds. */
const earlyMs = 500;

describeStock('flow.serve() with a cron and an interval schedule', () => {
  test('Carillon makes the runs, Python executes them; an interrupt pauses the deployment', async ({
    stage: { client, serve },
  }) => {
    const serving = await serve('scheduled.py');
    const deployment = await client.deployments.readByName(name);
    expect(deployment).toMatchObject({ tags: ['stock'], paused: false });
    const bySlug = new Map(deployment.schedules.map((schedule) => [schedule.slug, schedule]));
    expect(bySlug.get('by-cron')?.schedule).toMatchObject({
      kind: 'cron',
      cron: '* * * * * */10',
      timezone: 'America/New_York',
    });
    expect(bySlug.get('by-interval')?.schedule).toMatchObject({ kind: 'interval', interval: 10 });

    for (const [slug, parameters, line] of [
      ['by-cron', { name: 'cron' }, 'hello cron'],
      ['by-interval', { name: 'interval', times: 2 }, 'hello interval hello interval'],
    ] as const) {
      const run = await until(
        `a run ${slug} has completed`,
        async () => {
          const { results } = await client.flowRuns.list({
            flowRuns: { state: { type: { any: ['COMPLETED'] } } },
          });
          return results.find(({ scheduleId }) => scheduleId === bySlug.get(slug)?.id);
        },
        patienceMs,
      );
      expect(run).toMatchObject({ autoScheduled: true, parameters });
      expect(new Set(run.tags)).toEqual(new Set(['stock', 'auto-scheduled']));
      const { startTime, expectedStartTime } = run;
      const lateMs = (startTime?.getTime() ?? 0) - (expectedStartTime?.getTime() ?? 0);
      expect(lateMs).toBeGreaterThanOrEqual(-earlyMs);
      await untilLogged(client, run, new RegExp(`^${line}$`));
    }

    serving.kill('SIGINT');
    await serving.exitCode;
    expect((await client.deployments.readByName(name)).paused).toBe(true);
    const { results } = await client.flowRuns.list({ flowRuns: { state: { type: { any: ['SCHEDULED'] } } } });
    expect(results).toEqual([]);
  });

  test('served again it goes on, with the schedules that it had', async ({ stage: { client, serve } }) => {
    const before = await client.deployments.readByName(name);
    await serve('scheduled.py');
    const after = await client.deployments.readByName(name);
    expect(after).toMatchObject({ id: before.id, paused: false });
    expect(new Set(after.schedules.map(({ id }) => id))).toEqual(
      new Set(before.schedules.map(({ id }) => id)),
    );
    expect(
      await client.flowRuns.count({ flowRuns: { state: { type: { any: ['SCHEDULED'] } } } }),
    ).toBeGreaterThan(0);
  });
});
