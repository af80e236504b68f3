import { deploy, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { expireEvents } from './expire-events.ts';

const dayMs = 86_400_000;

test('events are kept for as many days as the setting says, and not longer', async () => {
  await using app = await testApp({ config: { eventRetentionDays: 7 } });
  const { deploymentId: id } = await deploy(app);
  app.clock.advance(dayMs);
  await app.caller.deployments.pause({ id });
  app.clock.advance(6 * dayMs);
  expect(await expireEvents(app.services)).toEqual({ events: 0, full: false });
  app.clock.advance(1);
  expect(await expireEvents(app.services)).toEqual({ events: 1, full: false });
  const left = await app.read(({ db }) => db.selectFrom('event').select('kind').execute());
  expect(left).toEqual([{ kind: 'deployment.paused' }]);
});
