import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { refillDue } from './refill-due.ts';

const daily = { schedule: { kind: 'interval' as const, interval: 86_400 } };
const fromVariable = { __prefect_kind: 'workspace_variable', variable_name: 'region' };

const runsOf = async (app: TestApp, deploymentId: string) => {
  const { results } = await app.caller.flowRuns.list({
    flowRuns: { deploymentId: { any: [deploymentId] } },
    sort: 'EXPECTED_START_TIME_ASC',
  });
  return results;
};

const refill = async (app: TestApp) => {
  while ((await refillDue(app.services)).full);
};

const oneDay = 86_400_000;

describe('runs of a schedule', () => {
  test('are made with their templates filled in', async () => {
    await using app = await testApp();
    await app.caller.variables.create({ name: 'region', value: 'eu' });
    const { deploymentId } = await deploy(app, {
      parameters: { rows: 1 },
      schedules: [{ ...daily, parameters: { region: fromVariable } }],
    });
    const runs = await runsOf(app, deploymentId);
    expect(runs.length).toBeGreaterThan(1);
    for (const run of runs) {
      expect(run).toMatchObject({ stateName: 'Scheduled', parameters: { rows: 1, region: 'eu' } });
    }
  });

  test('that cannot be begun have failed, one start at a time, and the schedule goes on once they can', async () => {
    await using app = await testApp();
    app.clock.advance(3_600_000);
    const { deploymentId } = await deploy(app, {
      schedules: [{ ...daily, parameters: { region: fromVariable } }],
    });
    const [first, ...more] = await runsOf(app, deploymentId);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      state: {
        type: 'FAILED',
        message:
          'The parameters of daily hold a template that cannot be filled in: there is no variable "region"',
      },
      nextScheduledStartTime: null,
      autoScheduled: true,
    });
    await refill(app);
    expect(await runsOf(app, deploymentId)).toHaveLength(1);

    app.clock.advance(oneDay);
    await refill(app);
    const twice = await runsOf(app, deploymentId);
    expect(twice.map(({ stateName }) => stateName)).toEqual(['Failed', 'Failed']);
    expect(twice[1]?.expectedStartTime?.getTime()).toBe((first?.expectedStartTime?.getTime() ?? 0) + oneDay);

    await app.caller.variables.create({ name: 'region', value: 'eu' });
    app.clock.advance(oneDay);
    await refill(app);
    const [, , third, fourth] = await runsOf(app, deploymentId);
    for (const run of [third, fourth])
      expect(run).toMatchObject({ stateName: 'Scheduled', parameters: { region: 'eu' } });
  });

  test('are refused what the schema of their deployment refuses, and what jinja would fill in', async () => {
    await using app = await testApp();
    await app.caller.variables.create({ name: 'region', value: 'mars' });
    const { deploymentId } = await deploy(app, {
      parameterOpenapiSchema: { type: 'object', properties: { region: { enum: ['eu', 'us'] } } },
      schedules: [{ ...daily, parameters: { region: fromVariable } }],
    });
    const [refused] = await runsOf(app, deploymentId);
    expect(refused?.state?.message).toBe(
      'daily refuses its parameters: region: expected "eu" or "us", got "mars"',
    );
    const { deploymentId: templated } = await deploy(app, {
      name: 'templated',
      schedules: [{ ...daily, parameters: { day: { __prefect_kind: 'jinja', template: '{{ now }}' } } }],
    });
    const [jinja] = await runsOf(app, templated);
    expect(jinja?.state?.message).toMatch(/Jinja templates are not supported/);
  });

  test('of one schedule that cannot be begun keep no other from being planned', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, {
      schedules: [
        { ...daily, slug: 'sick', parameters: { region: fromVariable } },
        { schedule: { kind: 'interval', interval: 3600 }, slug: 'well' },
      ],
    });
    const names = (await runsOf(app, deploymentId)).map(({ stateName }) => stateName);
    expect(names.filter((name) => name === 'Failed')).toHaveLength(1);
    expect(names.filter((name) => name === 'Scheduled').length).toBeGreaterThan(1);
  });
});
