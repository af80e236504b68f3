import { expect } from 'vitest';
import { describeStock, test } from '../../fixtures/prefect-client/test.ts';

describeStock('limits, variables, and a flow that nobody serves', () => {
  test('what the command line sets, the flow keeps to', async ({ stage: { client, prefect, script } }) => {
    await prefect('global-concurrency-limit', 'create', 'presses', '--limit', '1');
    await prefect('concurrency-limit', 'create', 'database', '1');
    await prefect('variable', 'set', 'region', 'eu');

    const said = await script('limited.py');
    expect(said).toContain('printing for eu');
    expect(said).toContain('one at a time: True');

    const { results } = await client.flowRuns.list({});
    expect(results).toMatchObject([{ stateName: 'Completed', deploymentId: null, runCount: 1 }]);
    const limits = (await client.concurrencyLimits.list({})).results;
    expect(limits.map(({ name, activeSlots }) => [name, activeSlots]).sort()).toEqual([
      ['presses', 0],
      ['tag:database', 0],
    ]);
  });
});
