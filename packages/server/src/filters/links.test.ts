import type { api, Filters } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  absent,
  deployments,
  flows,
  keysOf,
  queues,
  runs,
  seedFilteredRows,
} from '../../fixtures/filtered-rows.ts';

type Input = z.input<(typeof api)['flowRuns']['count']['input']>;

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
  await seedFilteredRows(app);
  return () => app[Symbol.asyncDispose]();
});

/** Filters, and the deployments, the runs and (where they may be asked) the flows that have what matches them. */
const table: [Input, string, string, string | null][] = [
  [{}, 'daily hourly other', 'a b c d e z', 'lonely report second'],
  // An empty filter asks that there be one.
  [{ flows: {} }, 'daily hourly other', 'a b c d e z', 'lonely report second'],
  [{ deployments: {} }, 'daily hourly other', 'a b c d', 'report second'],
  [{ flowRuns: {} }, 'daily hourly other', 'a b c d e z', 'report second'],
  [{ taskRuns: {} }, 'daily hourly', 'b d', 'report'],
  [{ workPools: {} }, 'daily hourly', 'a b', 'report'],
  [{ workPoolQueues: {} }, 'daily hourly', 'a b', null],

  [{ flows: { name: { any: ['Report-2'] } } }, 'other', 'c e z', 'second'],
  [{ flows: { id: { any: [flows.report, absent] } } }, 'daily hourly', 'a b d', 'report'],
  [{ flows: { id: { notAny: [flows.report] } } }, 'other', 'c e z', 'lonely second'],
  [{ flows: { name: { like: 'REPORT' } } }, 'daily hourly other', 'a b c d e z', 'report second'],
  [{ flows: { tags: { all: ['eu'] } } }, 'daily hourly', 'a b d', 'lonely report'],
  [{ flows: { tags: { all: ['eu', 'daily'] } } }, 'daily hourly', 'a b d', 'report'],
  [{ flows: { tags: { isNull: true } } }, 'other', 'c e z', 'second'],
  [
    { flows: { tags: { operator: 'or', all: ['daily'], isNull: true } } },
    'daily hourly other',
    'a b c d e z',
    'report second',
  ],
  [{ flows: { deployment: { isNull: true } } }, '', '', 'lonely'],
  [{ flows: { deployment: { isNull: false } } }, 'daily hourly other', 'a b c d e z', 'report second'],
  [
    { flows: { operator: 'or', name: { any: ['lonely'] }, tags: { isNull: true } } },
    'other',
    'c e z',
    'lonely second',
  ],
  [{ flows: { name: { any: ['none'] } } }, '', '', ''],

  [{ deployments: { id: { any: [deployments.daily] } } }, 'daily', 'a d', 'report'],
  [{ deployments: { id: { notAny: [deployments.daily] } } }, 'hourly other', 'b c', 'report second'],
  [{ deployments: { name: { any: ['daily', 'hourly_1'] } } }, 'daily', 'a d', 'report'],
  [{ deployments: { name: { like: 'r_1' } } }, 'other', 'c', 'second'],
  [{ deployments: { name: { like: 'y_1' } } }, 'hourly', 'b', 'report'],
  [
    { deployments: { flowOrDeploymentName: { like: 'report' } } },
    'daily hourly other',
    'a b c d',
    'report second',
  ],
  [{ deployments: { flowOrDeploymentName: { like: 'OTHER' } } }, 'other', 'c', 'second'],
  [{ deployments: { flowOrDeploymentName: { like: '' } } }, 'daily hourly other', 'a b c d', 'report second'],
  [{ deployments: { paused: { eq: true } } }, 'daily', 'a d', 'report'],
  [{ deployments: { paused: { eq: false } } }, 'hourly other', 'b c', 'report second'],
  [{ deployments: { tags: { all: ['a', 'b'] } } }, 'daily', 'a d', 'report'],
  [{ deployments: { tags: { any: ['b', 'x'] } } }, 'daily other', 'a c d', 'report second'],
  [{ deployments: { tags: { isNull: true } } }, 'hourly', 'b', 'report'],
  [
    { deployments: { tags: { operator: 'or', any: ['a'], isNull: true } } },
    'daily hourly',
    'a b d',
    'report',
  ],
  // The text that a deployment was given: none where it names a pool alone.
  [{ deployments: { workQueueName: { any: ['fast', 'Slow-1'] } } }, 'daily', 'a d', 'report'],
  [
    { deployments: { concurrencyLimit: { ge: 5, isNull: false } } },
    'daily hourly other',
    'a b c d',
    'report second',
  ],
  [
    { deployments: { operator: 'or', paused: { eq: true }, name: { any: ['other-1'] } } },
    'daily other',
    'a c d',
    'report second',
  ],

  [{ flowRuns: { state: { type: { any: ['SCHEDULED'] } } } }, 'daily', 'a e', 'report second'],
  [{ flowRuns: { id: { any: [runs.b, runs.z] } } }, 'hourly', 'b z', 'report second'],
  [{ taskRuns: { name: { any: ['late'] } } }, 'daily', 'd', 'report'],
  // The task run belongs to the very run that matches.
  [{ flowRuns: { id: { any: [runs.a, runs.c] } }, taskRuns: {} }, '', '', ''],
  [{ flowRuns: { id: { any: [runs.a, runs.b] } }, taskRuns: {} }, 'hourly', 'b', 'report'],

  [{ workPools: { name: { any: ['docker'] } } }, 'daily', 'a', 'report'],
  [{ workPools: { type: { any: ['process', 'docker'] } } }, 'daily hourly', 'a b', 'report'],
  [{ workPools: { id: { any: [absent] } } }, '', '', ''],
  [
    { workPools: { operator: 'or', name: { any: ['docker'] }, type: { any: ['process'] } } },
    'daily hourly',
    'a b',
    'report',
  ],
  [{ workPoolQueues: { name: { any: ['fast'] } } }, 'daily', 'a', null],
  [{ workPoolQueues: { id: { any: [queues.slow] } } }, 'hourly', 'b', null],
  [{ workPoolQueues: { name: { startsWith: ['slow', 'x'] } } }, 'hourly', 'b', null],
  [{ workPoolQueues: { name: { startsWith: ['low'] } } }, '', '', null],
  [{ workPoolQueues: { name: { startsWith: [] } } }, 'daily hourly', 'a b', null],
  [
    { workPoolQueues: { operator: 'or', name: { any: ['fast'] }, id: { any: [queues.slow] } } },
    'daily hourly',
    'a b',
    null,
  ],
  // One queue has the name and the pool.
  [{ workPoolQueues: { name: { any: ['fast'] } }, workPools: { name: { any: ['process'] } } }, '', '', null],

  [{ flows: { name: { any: ['report'] } }, deployments: { tags: { any: ['b'] } } }, 'daily', 'a d', 'report'],
  // A flow's deployment that matches is also the one in the pool.
  [{ deployments: { name: { any: ['daily'] } }, workPools: { name: { any: ['process'] } } }, '', '', ''],
];

test.each(table)(
  '%j is had by deployments %s, by runs %s, by flows %s',
  async (filters, ofDeployments, ofRuns, ofFlows) => {
    const sorted = (ids: Record<string, string>, listed: readonly { id: string }[]): string =>
      keysOf(ids, listed).split(' ').sort().join(' ');
    const { results: foundDeployments } = await app.caller.deployments.list(filters);
    expect(sorted(deployments, foundDeployments)).toBe(ofDeployments);
    expect(await app.caller.deployments.count(filters)).toBe(foundDeployments.length);
    const { results: foundRuns } = await app.caller.flowRuns.list(filters);
    expect(sorted(runs, foundRuns)).toBe(ofRuns);
    expect(await app.caller.flowRuns.count(filters)).toBe(foundRuns.length);
    const { workPoolQueues, ...flowFilters } = filters;
    if (ofFlows === null) {
      // @ts-expect-error: flows are not asked for by queue
      await expect(app.caller.flows.list({ workPoolQueues })).rejects.toMatchObject({
        cause: { code: 'INPUT_INVALID' },
      });
      return;
    }
    const { results: foundFlows } = await app.caller.flows.list(flowFilters);
    expect(sorted(flows, foundFlows)).toBe(ofFlows);
    expect(await app.caller.flows.count(flowFilters)).toBe(foundFlows.length);
  },
);

test('more flows than are looked up by id are found all the same', async () => {
  await app.run(async ({ db, now }) => {
    const row = (index: number) => ({ id: flowId(index), name: `many-${index}`, created: now, updated: now });
    const flowId = (index: number): string => `00000000-0000-7008-8000-${String(index).padStart(12, '0')}`;
    const rows = Array.from({ length: 300 }, (_, index) => ({ ...row(index), tags: ['many'], labels: {} }));
    await db.insertInto('flow').values(rows).execute();
    await db
      .updateTable('flow_run')
      .set({ flow_id: flowId(299) })
      .where('id', '=', runs.z)
      .execute();
  });
  const filters: Pick<Filters, 'flows'> = {
    flows: { operator: 'and', tags: { operator: 'and', all: ['many'] } },
  };
  expect(keysOf(runs, (await app.caller.flowRuns.list(filters)).results)).toBe('z');
});

test.each([
  ['NAME_ASC', 'hourly daily other'],
  ['NAME_DESC', 'other daily hourly'],
  ['CREATED_DESC', 'other hourly daily'],
  ['UPDATED_DESC', 'hourly daily other'],
] as const)('deployments sorted by %s are %s, in pages too', async (sort, expected) => {
  expect(keysOf(deployments, (await app.caller.deployments.list({ sort })).results)).toBe(expected);
  const first = await app.caller.deployments.list({ sort, limit: 2 });
  const second = await app.caller.deployments.list({ sort, limit: 2, cursor: first.nextCursor });
  expect(keysOf(deployments, [...first.results, ...second.results])).toBe(expected);
  const { results, ...counts } = await app.caller.deployments.paginate({ sort, limit: 2, page: 2 });
  expect(keysOf(deployments, results)).toBe(expected.split(' ')[2]);
  expect(counts).toEqual({ count: 3, limit: 2, pages: 2, page: 2 });
});
