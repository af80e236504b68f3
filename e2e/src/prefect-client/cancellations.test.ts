import { isAlive, until } from '@carillon/testing/until';
import { expect } from 'vitest';
import { stateNames, untilState } from '../../../packages/runner/fixtures/runs.ts';
import {
  describeStock,
  patienceMs,
  served as test,
  untilLogged,
} from '../../fixtures/prefect-client/test.ts';

describeStock('cancellations', () => {
  test('a cancellation by Carillon stops the process of the run', async ({ served: { client } }) => {
    const run = await client.run('endless/stock', {});
    const [, pid] = await untilLogged(client, run, /^process (\d+)$/);
    expect(isAlive(Number(pid))).toBe(true);
    await run.cancel();
    await untilState(client, run, 'Cancelled', patienceMs);
    await until('its process is gone', () => !isAlive(Number(pid)));
    expect((await stateNames(client, run)).slice(-3)).toEqual(['Running', 'Cancelling', 'Cancelled']);
  });

  test('prefect flow-run cancel does the same', async ({ served: { client }, stage: { prefect } }) => {
    const run = await client.run('endless/stock', {});
    const [, pid] = await untilLogged(client, run, /^process (\d+)$/);
    expect(await prefect('flow-run', 'cancel', run.id)).toMatch(/successfully scheduled for cancellation/);
    await untilState(client, run, 'Cancelled', patienceMs);
    await until('its process is gone', () => !isAlive(Number(pid)));
  });
});
