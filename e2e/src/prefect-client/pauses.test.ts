import { expect } from 'vitest';
import { stateNames, untilState } from '../../../packages/runner/fixtures/runs.ts';
import {
  describeStock,
  patienceMs,
  served as test,
  untilLogged,
} from '../../fixtures/prefect-client/test.ts';

describeStock('pauses', () => {
  test('a paused run goes on with the input that it asked for, and with no other', async ({
    served: { client },
  }) => {
    const run = await client.run('asks/stock', {});
    await untilState(client, run, 'Paused', patienceMs);
    const { status } = await client.flowRuns.resume({ id: run.id, runInput: { copies: 'many' } });
    expect(status).toBe('REJECT');
    expect((await run.read()).stateName).toBe('Paused');

    await run.resume({ address: 'Harbour Street 5', copies: 3 });
    await untilState(client, run, 'Completed', patienceMs);
    await untilLogged(client, run, /^ship 3 to Harbour Street 5$/);
    expect(await stateNames(client, run)).toEqual([
      ...['Scheduled', 'Pending', 'Submitting', 'Running'],
      ...['Paused', 'Running', 'Completed'],
    ]);
  });

  test('a suspended run leaves its process, and is handed out again', async ({ served: { client } }) => {
    const run = await client.run('suspends/stock', {});
    await untilState(client, run, 'Suspended', patienceMs);
    await run.resume();
    await untilState(client, run, 'Completed', patienceMs);
    await untilLogged(client, run, /^resumed$/);
    expect(await stateNames(client, run)).toContain('Resuming');
  });
});
