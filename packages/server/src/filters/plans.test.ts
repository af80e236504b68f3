import { api, type Filters } from '@carillon/core';
import { explain, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { idOf, seedManyRuns } from '../../fixtures/many-runs.ts';
import { writeCursor } from './cursor.ts';
import { flowRunsMatching } from './links.ts';
import { flowRunOrders } from './order.ts';
import { readIdsAfter } from './read-ids.ts';

const runs = 1_000_000;
const limit = 200;
const absent = 'ffffffff-ffff-7fff-8fff-ffffffffffff';
const many = <T>(of: (number: number) => T): T[] =>
  Array.from({ length: limit }, (_, index) => of(index + 1));

type Input = z.input<(typeof api)['flowRuns']['count']['input']>;

/** Asked of runs themselves; each with values that many runs have, that few have, and that none has. */
const ofRuns: Record<string, NonNullable<Input['flowRuns']>> = {
  'no filter': {},
  'one id': { id: { any: [idOf('run', 7)] } },
  'many ids': { id: { any: many((number) => idOf('run', number * 4999)) } },
  'an absent id': { id: { any: [absent] } },
  'a name': { name: { any: ['calm-lynx-6'] } },
  'some names': { name: { any: ['calm-lynx-6', 'quick-owl-15', 'nobody'] } },
  'an absent name': { name: { any: ['nobody'] } },
  'a part of many names': { name: { like: 'otter' } },
  'a part of few names': { name: { like: 'LYNX-100' } },
  'a part of no name': { name: { like: 'nobody' } },
  'a tag of many': { tags: { all: ['auto-scheduled'] } },
  'tags of many': { tags: { all: ['auto-scheduled', 'eu'] } },
  'a tag of some': { tags: { any: ['nightly'] } },
  'a tag of few': { tags: { any: ['rare'] } },
  'a tag of none': { tags: { all: ['none'] } },
  'tags of which one is common': { tags: { any: ['none', 'rare', 'nightly'] } },
  'a state of many': { state: { type: { any: ['COMPLETED'] } } },
  'states of some': { state: { type: { any: ['FAILED', 'CRASHED'] } } },
  'a state of few': { state: { type: { any: ['RUNNING'] } } },
  'a state of none': { state: { type: { any: ['CANCELLING'] } } },
  'a state name of many': { state: { name: { any: ['Completed'] } } },
  'a state name of few': { state: { name: { any: ['Paused'] } } },
  'a state name of none': { state: { name: { any: ['Late', 'AwaitingRetry'] } } },
  'a state or a state name': {
    state: { operator: 'or', type: { any: ['RUNNING'] }, name: { any: ['Late'] } },
  },
  'started after': { startTime: { after: '2026-01-04T00:00:00Z' } },
  'started before': { startTime: { before: '2025-02-01T00:00:00Z' } },
  'started within a day': { startTime: { after: '2025-06-01T00:00:00Z', before: '2025-06-02T00:00:00Z' } },
  'started within a quarter': {
    startTime: { after: '2025-06-01T00:00:00Z', before: '2025-09-01T00:00:00Z' },
  },
  'started in a time without runs': { startTime: { after: '2036-01-01T00:00:00Z' } },
  'not started': { startTime: { isNull: true } },
  'ended after': { endTime: { after: '2026-01-04T00:00:00Z' } },
  'ended within a day': { endTime: { after: '2025-06-01T00:00:00Z', before: '2025-06-02T00:00:00Z' } },
  'not ended': { endTime: { isNull: true } },
  'expected within a day': {
    expectedStartTime: { after: '2025-06-01T00:00:00Z', before: '2025-06-02T00:00:00Z' },
  },
  'expected before': { expectedStartTime: { before: '2025-09-01T00:00:00Z' } },
  'due before': { nextScheduledStartTime: { before: '2026-01-05T01:00:00Z' } },
  'due after': { nextScheduledStartTime: { after: '2026-01-05T01:00:00Z' } },
  'a deployment': { deploymentId: { any: [idOf('deployment', 7)] } },
  'many deployments': { deploymentId: { any: many((number) => idOf('deployment', number)) } },
  'an absent deployment': { deploymentId: { any: [absent] } },
  'no deployment': { deploymentId: { isNull: true } },
  'a deployment or none': { deploymentId: { operator: 'or', any: [idOf('deployment', 7)], isNull: true } },
  'a queue name': { workQueueName: { any: ['queue-5'] } },
  'an absent queue name': { workQueueName: { any: ['none'] } },
  'no queue': { workQueueName: { isNull: true } },
  'a parent run': { parentFlowRunId: { any: [idOf('run', 102)] } },
  'many parent runs': { parentFlowRunId: { any: many((number) => idOf('run', number)) } },
  'an absent parent run': { parentFlowRunId: { any: [absent] } },
  'a parent task': { parentTaskRunId: { any: [idOf('task', 102)] } },
  'no parent task': { parentTaskRunId: { isNull: true } },
  'a version': { flowVersion: { any: ['v3'] } },
  'an absent version': { flowVersion: { any: ['v1000'] } },
  'an idempotency key': { idempotencyKey: { any: ['key-44'] } },
  'an absent idempotency key': { idempotencyKey: { any: ['key'] } },
  'a creator': { createdBy: { id: [idOf('deployment', 5)] } },
  'an absent creator': { createdBy: { id: [absent] } },
  'a kind of creator': { createdBy: { type: ['CLIENT'] } },
  'an absent kind of creator': { createdBy: { type: ['AUTOMATION'] } },
  'several at once': {
    state: { type: { any: ['FAILED'] } },
    tags: { any: ['nightly'] },
    startTime: { after: '2025-11-01T00:00:00Z' },
  },
  'one of several': { operator: 'or', state: { type: { any: ['RUNNING'] } }, tags: { all: ['rare'] } },
};

const ofOthers: Record<string, Input> = {
  'a flow by id': { flows: { id: { any: [idOf('flow', 3)] } } },
  'a flow by name': { flows: { name: { any: ['flow-3'] } } },
  'an absent flow': { flows: { name: { any: ['none'] } } },
  'flows by tag': { flows: { tags: { all: ['daily'] } } },
  'any flow': { flows: {} },
  'a deployment by name': { deployments: { name: { any: ['deployment-5'] } } },
  'deployments by name': { deployments: { name: { like: 'deployment-9' } } },
  'an absent deployment': { deployments: { name: { any: ['none'] } } },
  'any deployment': { deployments: {} },
  'a queue': { workPoolQueues: { name: { any: ['queue-7'] } } },
  'a pool': { workPools: { name: { any: ['pool-3'] } } },
  'an absent pool': { workPools: { name: { any: ['none'] } } },
  'a task run': { taskRuns: { name: { any: ['task-7'] } } },
  'an absent task run': { taskRuns: { name: { any: ['none'] } } },
  'any task run': { taskRuns: {} },
  'a flow and a state': {
    flows: { name: { any: ['flow-3'] } },
    flowRuns: { state: { type: { any: ['CRASHED'] } } },
  },
};

let app: TestApp;

beforeAll(async () => {
  app = await testApp({ config: { statementTimeoutSeconds: 120 } });
  await seedManyRuns(app, runs);
  await app.read(({ db }) => sql`analyze`.execute(db));
  return () => app[Symbol.asyncDispose]();
}, 120_000);

/** The sorts by which the page is found by reading all runs. */
const scans = (filters: Filters, cursorOf: (sort: string) => string | null = () => null): Promise<string[]> =>
  app.read(async ({ db }) => {
    const where = await flowRunsMatching(db, filters);
    const found: string[] = [];
    for (const [sort, order] of Object.entries(flowRunOrders)) {
      const page = { table: 'flow_run', where, order, sort, limit, cursor: cursorOf(sort) } as const;
      const nodes = await explain(db, (explained) => readIdsAfter(explained, page));
      expect(nodes.length).toBeGreaterThan(0);
      if (nodes.some(({ type, table }) => type === 'Seq Scan' && table === 'flow_run')) found.push(sort);
    }
    return found;
  });

test.for(Object.entries(ofRuns))(
  '%s: the first page is found through an index, by any sort',
  async ([, flowRuns]) => {
    const filters = api.flowRuns.count.input.parse({ flowRuns });
    expect(await scans(filters)).toEqual([]);
  },
);

test.for(Object.entries(ofOthers))(
  '%s: the first page of its runs is found through an index, by any sort',
  async ([, filters]) => {
    expect(await scans(api.flowRuns.count.input.parse(filters))).toEqual([]);
  },
);

test('pages in the middle are found through the index of their sort', async () => {
  const key = (sort: string): Date | string | null => {
    if (sort.startsWith('ID')) return null;
    return sort.startsWith('NAME') ? 'eager-owl-500' : new Date('2025-08-01T00:00:00Z');
  };
  const cursorOf = (sort: string): string =>
    writeCursor(`flow_run ${sort}`, { key: key(sort), id: idOf('run', 500_000) });
  expect(await scans({}, cursorOf)).toEqual([]);
});
