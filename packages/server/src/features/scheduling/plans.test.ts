import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { beforeAll, expect, test } from 'vitest';
import { seedManySchedules } from '../../../fixtures/many-schedules.ts';
import { newId } from '../../database/id.ts';
import { claimDueSchedules } from './statements/claim-due-schedules.ts';
import { deleteUnstartedRuns } from './statements/delete-unstarted-runs.ts';
import { deleteWaitingRuns } from './statements/delete-waiting-runs.ts';
import { forgetPlan } from './statements/forget-plan.ts';
import { insertScheduledRuns } from './statements/insert-scheduled-runs.ts';
import { lockSchedules } from './statements/lock-schedules.ts';
import { markLate } from './statements/mark-late.ts';
import { markRefilled } from './statements/mark-refilled.ts';
import { readActiveSchedules } from './statements/read-active-schedules.ts';

let app: TestApp;
let scheduleIds: string[];
let deploymentId: string;

beforeAll(async () => {
  app = await testApp();
  await seedManySchedules(app);
  const rows = await app.read(({ db }) =>
    db.selectFrom('deployment_schedule').select(['id', 'deployment_id']).limit(5).execute(),
  );
  scheduleIds = rows.map(({ id }) => id);
  deploymentId = rows[0]?.deployment_id ?? '';
  return () => app[Symbol.asyncDispose]();
});

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));

const indexes = (nodes: PlanNode[]): (string | null)[] => nodes.map((node) => node.index);
/** Tables that are read from one end to the other. */
const scans = (nodes: PlanNode[]): (string | null)[] =>
  nodes.filter((node) => node.type === 'Seq Scan').map((node) => node.table);

test('finding due schedules reads the index of those that are due, not the table', async () => {
  const nodes = await plan((db) => claimDueSchedules(db, { now: app.clock.now(), limit: 200 }));
  expect(indexes(nodes)).toContain('deployment_schedule_refill_index');
  expect(scans(nodes)).toEqual([]);
});

test('schedules are locked, taken back and marked by id', async () => {
  const refilled = scheduleIds.map((id) => ({
    id,
    refillAt: null,
    plannedUntil: null,
    error: null,
    errorCount: 0,
    missed: null,
  }));
  for (const nodes of [
    await plan((db) => lockSchedules(db, scheduleIds)),
    await plan((db) => forgetPlan(db, scheduleIds)),
    await plan((db) => markRefilled(db, refilled)),
  ]) {
    expect(indexes(nodes)).toContain('deployment_schedule_pkey');
    expect(scans(nodes)).toEqual([]);
  }
});

test("a deployment's schedules are found by the deployment", async () => {
  const nodes = await plan((db) => readActiveSchedules(db, deploymentId));
  expect(indexes(nodes)).toContain('deployment_schedule_slug_unique');
  expect(scans(nodes)).toEqual([]);
});

test('runs are made from schedules and deployments that are found by id', async () => {
  const now = app.clock.now();
  const planned = scheduleIds.flatMap((scheduleId) =>
    [0, 1, 2].map((hour) => ({
      id: newId(now),
      stateId: newId(now),
      scheduleId,
      start: new Date(now.getTime() + hour),
      name: 'r',
    })),
  );
  const sources = scheduleIds.map((scheduleId) => ({ scheduleId, parameters: null, fault: null }));
  const nodes = await plan((db) => insertScheduledRuns(db, { runs: planned, sources, now }));
  expect(indexes(nodes)).toEqual(expect.arrayContaining(['deployment_schedule_pkey', 'deployment_pkey']));
  expect(scans(nodes)).toEqual([]);
});

test('planned runs are taken back without a look at what has run', async () => {
  const after = app.clock.now();
  const ofSchedules = await plan((db) => deleteUnstartedRuns(db, { scheduleIds, after }));
  expect(indexes(ofSchedules)).toContain('flow_run_schedule_future_index');
  expect(scans(ofSchedules)).toEqual([]);
  for (const madeByHand of [true, false]) {
    const ofDeployment = await plan((db) => deleteWaitingRuns(db, { deploymentId, madeByHand }));
    expect(indexes(ofDeployment)).toContain('flow_run_due_index');
    expect(scans(ofDeployment)).toEqual([]);
  }
});

test('late runs are found among those that are not late yet', async () => {
  const now = app.clock.now();
  const stateIds = Array.from({ length: 400 }, () => newId(now));
  const nodes = await plan((db) => markLate(db, { now, dueBefore: now, stateIds }));
  expect(indexes(nodes)).toContain('flow_run_not_yet_late_index');
  expect(scans(nodes)).toEqual([]);
});
