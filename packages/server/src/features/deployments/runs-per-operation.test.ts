import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { daily } from '../../../fixtures/deployments.ts';
import {
  deployWithRunsOfEveryKind,
  type EveryKind,
  type RunKind,
  runKinds,
} from '../../../fixtures/runs-of-every-kind.ts';

type Operation = (app: TestApp, every: EveryKind) => Promise<unknown>;
type Case = { operation: string; does: Operation; takes: RunKind[]; makes: string[] };

const scheduleId = async (app: TestApp, { deploymentId }: EveryKind): Promise<string> => {
  const [schedule] = await app.caller.deployments.schedules.list({ deploymentId });
  return schedule?.id ?? '';
};

const update =
  (change: Omit<Parameters<TestApp['caller']['deployments']['update']>[0], 'id'>): Operation =>
  (app, { deploymentId }) =>
    app.caller.deployments.update({ id: deploymentId, ...change });

const replanned = ['04:00', '05:00'];

const cases: Case[] = [
  {
    operation: 'stating it again as it is',
    does: (app, { stated }) => app.caller.deployments.create(stated),
    takes: [],
    makes: [],
  },
  {
    operation: 'stating it with other tags',
    does: (app, { stated }) => app.caller.deployments.create({ ...stated, tags: ['x'] }),
    takes: ['planned'],
    makes: replanned,
  },
  {
    operation: 'stating it without schedules',
    does: (app, { stated }) => app.caller.deployments.create({ ...stated, schedules: [] }),
    takes: ['planned'],
    makes: [],
  },
  { operation: 'an update of nothing', does: update({}), takes: [], makes: [] },
  {
    operation: 'an update of words',
    does: update({ description: 'x', entrypoint: 'a', path: 'b', jobVariables: { c: 1 } }),
    takes: [],
    makes: [],
  },
  { operation: 'an update of its limit', does: update({ concurrencyLimit: 2 }), takes: [], makes: [] },
  {
    operation: 'an update of parameters',
    does: update({ parameters: { a: 1 } }),
    takes: ['planned'],
    makes: replanned,
  },
  {
    operation: 'an update of its rule',
    does: update({ schedules: [{ slug: 'hourly', schedule: { ...daily, cron: '30 * * * *' } }] }),
    takes: ['planned'],
    makes: ['02:30', '03:30', '04:30'],
  },
  {
    operation: 'an update that adds a schedule',
    does: update({ schedules: [{ slug: 'more', schedule: daily }] }),
    takes: [],
    makes: ['09:00', '09:00', '09:00'],
  },
  {
    operation: 'an update that removes all schedules',
    does: update({ schedules: [] }),
    takes: ['planned'],
    makes: [],
  },
  { operation: 'an update that pauses it', does: update({ paused: true }), takes: ['planned'], makes: [] },
  { operation: 'an update that does not pause it', does: update({ paused: false }), takes: [], makes: [] },
  {
    operation: 'a pause',
    does: (app, { deploymentId }) => app.caller.deployments.pause({ id: deploymentId }),
    takes: ['late', 'planned'],
    makes: [],
  },
  {
    operation: 'a pause, and its end',
    does: async (app, { deploymentId }) => {
      await app.caller.deployments.pause({ id: deploymentId });
      await app.caller.deployments.resume({ id: deploymentId });
    },
    takes: ['late', 'planned'],
    makes: replanned,
  },
  {
    operation: 'the end of a pause where there is none',
    does: (app, { deploymentId }) => app.caller.deployments.resume({ id: deploymentId }),
    takes: [],
    makes: [],
  },
  {
    operation: 'adding a schedule',
    does: (app, { deploymentId }) =>
      app.caller.deployments.schedules.create({ deploymentId, schedules: [{ schedule: daily }] }),
    takes: [],
    makes: ['09:00', '09:00', '09:00'],
  },
  {
    operation: 'changing the schedule',
    does: async (app, every) =>
      app.caller.deployments.schedules.update({
        deploymentId: every.deploymentId,
        scheduleId: await scheduleId(app, every),
        parameters: { a: 1 },
      }),
    takes: ['planned'],
    makes: replanned,
  },
  {
    operation: 'deactivating the schedule',
    does: async (app, every) =>
      app.caller.deployments.schedules.update({
        deploymentId: every.deploymentId,
        scheduleId: await scheduleId(app, every),
        active: false,
      }),
    takes: ['planned'],
    makes: [],
  },
  {
    operation: 'deleting the schedule',
    does: async (app, every) =>
      app.caller.deployments.schedules.delete({
        deploymentId: every.deploymentId,
        scheduleId: await scheduleId(app, every),
      }),
    takes: ['late', 'planned'],
    makes: [],
  },
  {
    operation: 'a pause after the schedule went',
    does: async (app, { deploymentId, stated }) => {
      await app.caller.deployments.create({ ...stated, schedules: [] });
      await app.caller.deployments.pause({ id: deploymentId });
    },
    takes: ['late', 'planned'],
    makes: [],
  },
  {
    operation: 'deleting it',
    does: (app, { deploymentId }) => app.caller.deployments.delete({ id: deploymentId }),
    takes: ['late', 'planned', 'late by hand', 'planned by hand'],
    makes: [],
  },
  {
    operation: 'a range',
    does: (app, { deploymentId }) =>
      app.caller.deployments.schedule({
        id: deploymentId,
        startTime: new Date('2026-01-04T00:00:00Z'),
        minRuns: 2,
        minTime: 0,
      }),
    takes: [],
    makes: ['00:00', '01:00'],
  },
];

test.each(cases)('$operation takes $takes and makes $makes', async ({ does, takes, makes }) => {
  await using app = await testApp();
  const every = await deployWithRunsOfEveryKind(app);
  expect(await every.left()).toEqual(runKinds);
  await does(app, every);
  expect(await every.left()).toEqual(runKinds.filter((kind) => !takes.includes(kind)));
  expect(await every.made()).toEqual(makes);
});
