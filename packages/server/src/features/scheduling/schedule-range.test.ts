import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { daily, plannedRuns, pool, scheduleOf, state } from '../../../fixtures/deployments.ts';

type Range = Omit<Parameters<TestApp['caller']['deployments']['schedule']>[0], 'id'>;

const day = 86_400;
const midnight = { schedule: { ...daily, cron: '0 0 * * *' } };
const now = new Date('2026-01-05T00:00:30Z');
const from = (days: number): Date => new Date(now.getTime() + days * day * 1000);

const cases: [string, Range, number][] = [
  ['nothing', {}, 3],
  ['at least 5', { minRuns: 5 }, 5],
  ['17 days, at least 100', { endTime: from(17), minRuns: 100 }, 17],
  ['17 days', { endTime: from(17) }, 3],
  ['at least 17 days', { minTime: 17 * day }, 18],
  ['10 days far ahead, at least 100', { startTime: from(100), endTime: from(110), minRuns: 100 }, 10],
  ['at most 3', { startTime: from(100), endTime: from(150), minRuns: 100, maxRuns: 3 }, 3],
  ['10 days long past', { startTime: from(-1000), endTime: from(-990), minRuns: 100 }, 10],
  ['20 days up to now', { startTime: from(-20), endTime: now, minRuns: 100 }, 20],
  ['a start beyond the horizon', { startTime: from(120) }, 3],
  ['an end before the start', { startTime: from(1), endTime: from(0) }, 0],
  ['none at all', { maxRuns: 0 }, 0],
  ['fewer than none', { maxRuns: -1 }, 0],
  ['more than a plan holds', { minRuns: 5000, maxRuns: 5000, endTime: from(5000) }, 1000],
];

describe('a range that asks for', () => {
  test.each(cases)('%s', async (_, range, created) => {
    await using app = await testApp();
    app.clock.set(now);
    const { deployment } = await state(app, { paused: true, schedules: [midnight] });
    const { id } = deployment;
    expect(await app.caller.deployments.schedule({ id, ...range })).toEqual({ created });
    expect(await app.caller.deployments.schedule({ id, ...range })).toEqual({ created: 0 });
  });
});

test('a range is made of each active schedule by itself, and of none where there is none', async () => {
  await using app = await testApp();
  app.clock.set(now);
  const { deployment } = await state(app, {
    paused: true,
    schedules: [midnight, { ...midnight, slug: 'twin' }, { ...midnight, slug: 'off', active: false }],
  });
  expect(await app.caller.deployments.schedule({ id: deployment.id })).toEqual({ created: 6 });
  const bare = await state(app, { name: 'bare' });
  expect(await app.caller.deployments.schedule({ id: bare.deployment.id })).toEqual({ created: 0 });
});

test('a run that has moved on is not made again', async () => {
  await using app = await testApp();
  app.clock.set(now);
  const { deployment } = await state(app, { paused: true, schedules: [midnight] });
  const { id } = deployment;
  await app.caller.deployments.schedule({ id });
  const [first] = await plannedRuns(app, id);
  await app.caller.flowRuns.setState({ id: first?.id ?? '', state: { type: 'CANCELLED' } });
  expect(await app.caller.deployments.schedule({ id })).toEqual({ created: 0 });
  expect(await app.caller.deployments.schedule({ id, minRuns: 5 })).toEqual({ created: 2 });
});

test('a run that a schedule makes is what its deployment and schedule say', async () => {
  await using app = await testApp();
  await pool(app, 'p');
  const { deployment } = await state(app, {
    version: 'v7',
    tags: ['auto-scheduled', 'foo'],
    labels: { team: 'data' },
    parameters: { a: { b: 1 }, c: 1 },
    runPolicy: { retries: 2, retryDelay: 3 },
    workPoolName: 'p',
    workQueueName: 'fast',
    schedules: [
      { schedule: daily, slug: 'eu', parameters: { c: 2, d: null } },
      { schedule: { kind: 'interval', interval: day } },
    ],
  });
  const eu = scheduleOf(deployment, 'eu');
  const start = new Date('2026-01-05T09:00:00Z');
  const { results } = await app.caller.flowRuns.list({ sort: 'EXPECTED_START_TIME_ASC' });
  const run = results.find(({ scheduleId }) => scheduleId === eu.id);
  expect(run).toMatchObject({
    flowId: deployment.flowId,
    deploymentId: deployment.id,
    deploymentVersion: 'v7',
    nominalStart: start,
    expectedStartTime: start,
    nextScheduledStartTime: start,
    stateType: 'SCHEDULED',
    stateName: 'Scheduled',
    state: { message: 'Flow run scheduled', stateDetails: { scheduledTime: start } },
    autoScheduled: true,
    idempotencyKey: `scheduled ${deployment.id} ${eu.id} 2026-01-05T09:00:00.000Z`,
    parameters: { a: { b: 1 }, c: 2, d: null },
    tags: ['auto-scheduled', 'foo'],
    labels: {
      team: 'data',
      'prefect.flow.id': deployment.flowId,
      'prefect.deployment.id': deployment.id,
    },
    empiricalPolicy: { retries: 2, retryDelay: 3, retryType: null },
    workPoolName: 'p',
    workQueueName: 'fast',
    createdBy: { id: eu.id, type: 'SCHEDULE', displayValue: 'eu' },
    runCount: 0,
  });
  const unnamed = results.find(({ scheduleId }) => scheduleId !== eu.id);
  expect(unnamed?.createdBy?.displayValue).toBe('IntervalSchedule');
});
