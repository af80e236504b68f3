import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { id, insertFlow, insertFlowRun } from '../../../fixtures/rows.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 5, 0, minutes));
const flow = id(1, 1);

/** The clock stands at minute 60. */
const withRuns = async (
  app: TestApp,
  rows: Partial<Parameters<typeof insertFlowRun>[1]>[],
): Promise<void> => {
  app.clock.set(at(60));
  await app.run(async (context) => {
    await insertFlow(context, { id: flow, name: 'report' });
    for (const [index, row] of rows.entries())
      await insertFlowRun(context, { id: id(index, 2), name: 'run', flow_id: flow, ...row });
  });
};

const scheduled = {
  state_type: 'SCHEDULED',
  state_name: 'Scheduled',
  next_scheduled_start_time: at(0),
} as const;
const running = { state_type: 'RUNNING', state_name: 'Running' } as const;
const completed = { state_type: 'COMPLETED', state_name: 'Completed' } as const;

const mixed = [
  // Not begun: late by now, 50 minutes. Not due: on time.
  { ...scheduled, expected_start_time: at(10) },
  { ...scheduled, expected_start_time: at(70) },
  // Begun 2 minutes late, and running for 30 minutes, after 10 seconds of an earlier attempt.
  {
    ...running,
    expected_start_time: at(12),
    start_time: at(14),
    state_timestamp: at(30),
    total_run_time: 10,
  },
  // Begun early.
  { ...completed, expected_start_time: at(30), start_time: at(29), end_time: at(40), total_run_time: 660 },
  { ...completed, expected_start_time: at(44), start_time: at(44), end_time: at(45), total_run_time: 60 },
];

test('lateness is the average over all that match, those on time counted as 0', async () => {
  await using app = await testApp();
  await withRuns(app, mixed);
  const lateness = (type: 'SCHEDULED' | 'RUNNING' | 'COMPLETED' | 'PAUSED') =>
    app.caller.flowRuns.lateness({ flowRuns: { state: { type: { any: [type] } } } });
  expect(await app.caller.flowRuns.lateness({})).toBe((50 * 60 + 2 * 60) / 5);
  expect(await lateness('SCHEDULED')).toBe((50 * 60) / 2);
  expect(await lateness('RUNNING')).toBe(120);
  expect(await lateness('COMPLETED')).toBe(0);
  expect(await lateness('PAUSED')).toBeNull();
});

test('what is summed and averaged is what each run shows', async () => {
  await using app = await testApp();
  await withRuns(app, mixed);
  const { results } = await app.caller.flowRuns.list({ sort: 'EXPECTED_START_TIME_ASC' });
  expect(results.map((run) => run.estimatedStartTimeDelta)).toEqual([3000, 120, 0, 0, 0]);
  expect(results.map((run) => run.estimatedRunTime)).toEqual([0, 1810, 660, 60, 0]);
});

test('the history counts runs by the interval of their expected start and by state, in whole intervals', async () => {
  await using app = await testApp();
  await withRuns(app, mixed);
  const history = await app.caller.flowRuns.history({
    historyStart: at(10),
    historyEnd: at(65),
    historyIntervalSeconds: 1200,
  });
  const none = { sumEstimatedRunTime: 0, sumEstimatedLateness: 0 };
  const late = {
    stateType: 'SCHEDULED',
    stateName: 'Scheduled',
    countRuns: 1,
    ...none,
    sumEstimatedLateness: 3000,
  };
  expect(history).toEqual([
    {
      intervalStart: at(10),
      intervalEnd: at(30),
      states: [
        {
          stateType: 'RUNNING',
          stateName: 'Running',
          countRuns: 1,
          sumEstimatedRunTime: 1810,
          sumEstimatedLateness: 120,
        },
        late,
      ],
    },
    {
      intervalStart: at(30),
      intervalEnd: at(50),
      states: [
        { stateType: 'COMPLETED', stateName: 'Completed', countRuns: 2, ...none, sumEstimatedRunTime: 720 },
      ],
    },
    // The last interval passes the end, and what is in it counts.
    { intervalStart: at(50), intervalEnd: at(70), states: [] },
  ]);
  const ofNone = await app.caller.flowRuns.history({
    flows: { name: { any: ['other'] } },
    historyStart: at(10),
    historyEnd: at(50),
    historyIntervalSeconds: 1200,
  });
  expect(ofNone.map(({ states }) => states)).toEqual([[], []]);
});

test('the history has at most 500 intervals, none where it ends before it starts, and steps of a second or more', async () => {
  await using app = await testApp();
  await withRuns(app, [
    { ...scheduled, expected_start_time: at(0) },
    { ...scheduled, expected_start_time: at(20) },
  ]);
  const history = (historyEnd: Date, historyIntervalSeconds: number) =>
    app.caller.flowRuns.history({ historyStart: at(0), historyEnd, historyIntervalSeconds });
  const seconds = await history(at(60), 1);
  expect(seconds).toHaveLength(500);
  expect(seconds.reduce((sum, { states }) => sum + states.length, 0)).toBe(1);
  expect(seconds.at(-1)?.intervalEnd).toEqual(new Date(at(0).getTime() + 500_000));
  expect(await history(at(0), 60)).toEqual([]);
  expect(await history(new Date(at(0).getTime() - 1), 60)).toEqual([]);
  const [first, second] = await history(at(1), 1.5);
  expect(first?.intervalEnd).toEqual(new Date(at(0).getTime() + 1500));
  expect(second?.intervalStart).toEqual(first?.intervalEnd);
  await expect(history(at(1), 0.9)).rejects.toMatchObject({
    cause: { code: 'INPUT_INVALID', data: { issues: [{ message: 'must not be less than 1 second' }] } },
  });
});
