import { deploy, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

const daily = { schedule: { kind: 'cron', cron: '0 9 * * *', timezone: null } } as const;

test('what needs somebody: schedules for which nobody asks, and those that cannot be planned', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, { schedules: [daily] });
  await deploy(app, { name: 'paused', paused: true, schedules: [daily] });
  await deploy(app, { name: 'by hand' });
  await deploy(app, { name: 'switched off', schedules: [{ ...daily, active: false }] });
  const calm = await app.caller.deployments.attention({});
  expect(calm).toEqual({
    notReady: { count: 1, first: [{ id, name: 'daily', flowName: 'report', lastPolled: null }] },
    scheduleErrors: { count: 0, first: [] },
  });
  await app.run(({ db }) => sql`update deployment_schedule set error = 'never fires'`.execute(db));
  const { scheduleErrors } = await app.caller.deployments.attention({ limit: 5 });
  expect(scheduleErrors).toMatchObject({
    count: 1,
    first: [{ id, name: 'daily', schedule: 'cron 0 9 * * *', error: 'never fires' }],
  });
});
