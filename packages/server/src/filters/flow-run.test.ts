import type { api } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  absent,
  creator,
  deployments,
  hour,
  keysOf,
  runs,
  seedFilteredRows,
  tasks,
} from '../../fixtures/filtered-rows.ts';

type List = z.input<(typeof api)['flowRuns']['list']['input']>;
type Filter = NonNullable<List['flowRuns']>;
type TaskFilter = NonNullable<List['taskRuns']>;

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
  await seedFilteredRows(app);
  return () => app[Symbol.asyncDispose]();
});

const found = async (input: List): Promise<string> => {
  const { results } = await app.caller.flowRuns.list({ sort: 'NAME_ASC', ...input });
  expect(await app.caller.flowRuns.count(input)).toBe(results.length);
  const keys = keysOf(runs, results).split(' ').sort();
  return keys.join(' ');
};

const everyone = 'a b c d e z';

const table: [Filter, string][] = [
  [{}, everyone],
  [{ operator: 'or' }, everyone],

  [{ id: { any: [runs.a, runs.c, absent] } }, 'a c'],
  [{ id: { any: [runs.b.toUpperCase()] } }, 'b'],
  [{ id: { any: [] } }, ''],
  [{ id: { any: null } }, everyone],
  [{ id: { notAny: [runs.a, runs.c] } }, 'b d e z'],
  [{ id: { notAny: [] } }, everyone],
  [{ id: { any: [runs.a, runs.b], notAny: [runs.b] } }, 'a'],
  [{ id: null }, everyone],

  [{ name: { any: ['a-1', 'zeta'] } }, 'd z'],
  [{ name: { any: ['A-1'] } }, ''],
  [{ name: { any: [] } }, ''],
  [{ name: { like: 'A' } }, 'a b c d z'],
  [{ name: { like: 'alpha' } }, 'a'],
  // Wildcards keep their meaning: `_` any character, `%` any text, `\` the next one as it is.
  [{ name: { like: 'a_1' } }, 'a b d'],
  [{ name: { like: 'a%1' } }, 'a b d'],
  [{ name: { like: 'a\\_1' } }, 'b'],
  [{ name: { like: 'a\\%3' } }, 'c'],
  [{ name: { like: 'b\\\\4' } }, 'e'],
  [{ name: { like: 'zeta\\' } }, ''],
  [{ name: { like: '' } }, everyone],
  [{ name: { like: null } }, everyone],
  [{ name: { any: ['a-1', 'zeta'], like: 'z' } }, 'z'],

  [{ tags: { all: ['a'] } }, 'a d e'],
  [{ tags: { all: ['b', 'a'] } }, 'a'],
  [{ tags: { all: [] } }, everyone],
  [{ tags: { any: ['b', 'c'] } }, 'a b e'],
  [{ tags: { any: [] } }, ''],
  [{ tags: { any: ['A'] } }, ''],
  [{ tags: { isNull: true } }, 'c z'],
  [{ tags: { isNull: false } }, 'a b d e'],
  [{ tags: { all: ['a'], any: ['b'] } }, 'a'],
  [{ tags: { operator: 'or', all: ['c'], any: ['b'], isNull: true } }, 'a b c e z'],
  [{ tags: {} }, everyone],

  [{ deploymentId: { any: [deployments.daily] } }, 'a d'],
  [{ deploymentId: { any: [deployments.gone] } }, 'e'],
  [{ deploymentId: { any: [] } }, ''],
  [{ deploymentId: { isNull: true } }, 'z'],
  [{ deploymentId: { isNull: false } }, 'a b c d e'],
  [{ deploymentId: { operator: 'or', any: [deployments.daily], isNull: true } }, 'a d z'],
  [{ deploymentId: { any: [deployments.daily], isNull: true } }, ''],

  [{ workQueueName: { any: ['fast', 'free'] } }, 'a c'],
  [{ workQueueName: { any: ['Slow-1'] } }, ''],
  [{ workQueueName: { isNull: true } }, 'b d e z'],
  [{ workQueueName: { isNull: false } }, 'a c'],
  [{ workQueueName: { operator: 'or', any: ['free'], isNull: true } }, 'b c d e z'],

  [{ state: { type: { any: ['SCHEDULED'] } } }, 'a e'],
  [{ state: { type: { any: ['RUNNING', 'FAILED'] } } }, 'b d'],
  [{ state: { type: { any: [] } } }, ''],
  // What has no state is neither this nor that.
  [{ state: { type: { notAny: ['SCHEDULED', 'RUNNING'] } } }, 'c d'],
  [{ state: { type: { notAny: [] } } }, everyone],
  [{ state: { type: { any: ['SCHEDULED', 'RUNNING'], notAny: ['RUNNING'] } } }, 'a e'],
  [{ state: { name: { any: ['Late', 'TimedOut'] } } }, 'd e'],
  [{ state: { name: { any: ['late'] } } }, ''],
  [{ state: { name: { notAny: ['Late'] } } }, 'a b c d'],
  [{ state: { type: { any: ['SCHEDULED'] }, name: { any: ['Late', 'Running'] } } }, 'e'],
  [{ state: { operator: 'or', type: { any: ['RUNNING'] }, name: { any: ['Late'] } } }, 'b e'],
  // Unlike elsewhere, an empty member is left out under `or`.
  [{ state: { operator: 'or', type: { any: ['RUNNING'] }, name: {} } }, 'b'],
  [{ state: { operator: 'or', type: {}, name: { notAny: [] } } }, everyone],

  [{ flowVersion: { any: ['v1', 'v3'] } }, 'a d'],
  [{ flowVersion: { any: [] } }, ''],

  // The start, or where there is none the expected one; both bounds belong to the period.
  [{ startTime: { after: hour(10) } }, 'a b e'],
  [{ startTime: { before: hour(6) } }, 'c d'],
  [{ startTime: { after: hour(6), before: hour(10) } }, 'b c'],
  [{ startTime: { isNull: true } }, 'a e z'],
  [{ startTime: { isNull: false } }, 'b c d'],
  [{ startTime: { after: hour(10), isNull: true } }, 'a e'],
  [{ startTime: { before: null, after: null } }, everyone],
  [{ endTime: { after: hour(5) } }, 'c d'],
  [{ endTime: { before: hour(5) } }, 'd'],
  [{ endTime: { isNull: true } }, 'a b e z'],
  [{ endTime: { isNull: false } }, 'c d'],
  [{ expectedStartTime: { after: hour(9) } }, 'a b e'],
  [{ expectedStartTime: { before: hour(6), after: hour(4) } }, 'c'],
  [{ nextScheduledStartTime: { before: hour(12) } }, 'e'],
  [{ nextScheduledStartTime: { after: hour(12) } }, 'a e'],

  [{ parentFlowRunId: { any: [runs.b] } }, 'c'],
  [{ parentFlowRunId: { any: [runs.d] } }, ''],
  [{ parentFlowRunId: { any: [] } }, ''],
  [{ parentFlowRunId: {} }, everyone],
  [{ parentTaskRunId: { any: [tasks.child, tasks.first] } }, 'c'],
  [{ parentTaskRunId: { isNull: true } }, 'a b d e z'],
  [{ parentTaskRunId: { isNull: false } }, 'c'],
  [{ parentTaskRunId: { operator: 'or', any: [tasks.child], isNull: true } }, everyone],

  [{ idempotencyKey: { any: ['k1', 'k5', 'K2'] } }, 'a e'],
  // As by NOT IN, what has no key is left out.
  [{ idempotencyKey: { notAny: ['k1'] } }, 'b e'],

  [{ createdBy: { id: [creator] } }, 'a'],
  [{ createdBy: { type: ['CLIENT'] } }, 'b'],
  [{ createdBy: { type: ['CLIENT', 'SCHEDULE'], id: [creator] } }, 'a'],
  [{ createdBy: { isNull: true } }, 'c d e z'],
  [{ createdBy: { isNull: false } }, 'a b'],
  [{ createdBy: { operator: 'or', id: [creator], isNull: true } }, 'a c d e z'],

  [{ name: { like: 'a' }, state: { type: { any: ['FAILED', 'SCHEDULED'] } } }, 'a d'],
  [{ operator: 'or', name: { any: ['zeta'] }, state: { type: { any: ['FAILED'] } } }, 'd z'],
  // A member that is there and says nothing is true, and so is all of an `or` that holds it.
  [{ operator: 'or', name: {}, state: { type: { any: ['FAILED'] } } }, everyone],
  [{ operator: 'or', name: null, state: { type: { any: ['FAILED'] } } }, 'd'],
];

test.each(table)('%j finds %s', async (flowRuns, expected) => {
  expect(await found({ flowRuns })).toBe(expected);
});

/** Of runs, by their task runs. */
const taskTable: [TaskFilter, string][] = [
  [{}, 'b d'],
  [{ id: { any: [tasks.late] } }, 'd'],
  [{ id: { any: [tasks.loose] } }, ''],
  [{ name: { any: ['Task-1'] } }, 'b'],
  [{ name: { like: 'LATE' } }, 'd'],
  [{ tags: { all: ['x', 'y'] } }, 'b'],
  [{ tags: { isNull: true } }, 'd'],
  [{ tags: { operator: 'or', all: ['x'], isNull: true } }, 'b d'],
  [{ state: { type: { any: ['RUNNING'] } } }, 'b'],
  [{ state: { name: { any: ['Late', 'Cached'] } } }, 'b d'],
  [{ state: { type: { any: ['RUNNING'] }, name: { any: ['Late'] } } }, ''],
  [{ state: { operator: 'or', type: { any: ['RUNNING'] }, name: { any: ['Late'] } } }, 'b d'],
  // The start alone: what only is expected has none.
  [{ startTime: { after: hour(10) } }, 'b'],
  [{ startTime: { isNull: true } }, 'd'],
  [{ endTime: { before: hour(11) } }, 'b'],
  [{ endTime: { isNull: true }, name: { like: 'task' } }, 'b'],
  [{ expectedStartTime: { after: hour(12) } }, 'd'],
  [{ subflowRuns: { exists: true } }, 'b'],
  [{ subflowRuns: { exists: true }, name: { any: ['Task-1'] } }, ''],
  [{ subflowRuns: { exists: false } }, 'b d'],
  [{ flowRunId: {} }, 'b d'],
  [{ flowRunId: { any: [runs.d] } }, 'd'],
  [{ flowRunId: { any: [runs.d], isNull: true } }, ''],
  [{ flowRunId: { isNull: true } }, ''],
  [{ operator: 'or', name: { any: ['late'] }, state: { name: { any: ['Cached'] } } }, 'b d'],
];

test.each(taskTable)('task runs of %j belong to %s', async (taskRuns, expected) => {
  expect(await found({ taskRuns })).toBe(expected);
});

describe('a list of runs', () => {
  const sorts: [NonNullable<List['sort']>, string][] = [
    ['ID_DESC', 'z e d c b a'],
    ['START_TIME_ASC', 'd c b e a z'],
    ['START_TIME_DESC', 'z a e b c d'],
    ['EXPECTED_START_TIME_ASC', 'd c b e a z'],
    ['EXPECTED_START_TIME_DESC', 'z a e b c d'],
    ['NAME_ASC', 'a c d e b z'],
    ['NAME_DESC', 'z b e d c a'],
    // Without the time: last, or first when descending; then by id in the same direction.
    ['NEXT_SCHEDULED_START_TIME_ASC', 'e a b c d z'],
    ['END_TIME_DESC', 'z e b a c d'],
  ];

  test.each(sorts)('sorted by %s is %s, in pages of any size too', async (sort, expected) => {
    expect(keysOf(runs, (await app.caller.flowRuns.list({ sort })).results)).toBe(expected);
    for (const limit of [1, 2, 4, 6]) {
      const seen: { id: string }[] = [];
      let cursor: string | null = null;
      do {
        const page = await app.caller.flowRuns.list({ sort, limit, cursor });
        expect(page.results.length).toBeGreaterThan(0);
        seen.push(...page.results);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(keysOf(runs, seen)).toBe(expected);
      const numbered = await app.caller.flowRuns.paginate({ sort, limit, page: 2 });
      expect(keysOf(runs, numbered.results)).toBe(
        expected
          .split(' ')
          .slice(limit, limit * 2)
          .join(' '),
      );
      expect(numbered).toMatchObject({ count: 6, limit, page: 2, pages: Math.ceil(6 / limit) });
    }
  });

  test('goes by newest first, 200 at most, from an offset or a cursor but not both', async () => {
    expect(keysOf(runs, (await app.caller.flowRuns.list({})).results)).toBe('z e d c b a');
    expect(keysOf(runs, (await app.caller.flowRuns.list({ offset: 4 })).results)).toBe('b a');
    expect(await app.caller.flowRuns.list({ limit: 0 })).toEqual({ results: [], nextCursor: null });
    expect(await app.caller.flowRuns.paginate({ limit: 0 })).toMatchObject({
      results: [],
      count: 6,
      pages: 0,
    });
    const { nextCursor: cursor } = await app.caller.flowRuns.list({ limit: 2 });
    const refused = (input: List, path: string) =>
      expect(app.caller.flowRuns.list(input)).rejects.toMatchObject({
        cause: { code: 'INPUT_INVALID', data: { issues: [{ path: [path] }] } },
      });
    await refused({ limit: 201 }, 'limit');
    await refused({ limit: -1 }, 'limit');
    await refused({ offset: -1 }, 'offset');
    await refused({ cursor, offset: 1 }, 'offset');
    await refused({ cursor, sort: 'NAME_ASC' }, 'cursor');
    await refused({ cursor: 'nonsense' }, 'cursor');
    await refused({ cursor: Buffer.from('[]').toString('base64url') }, 'cursor');
    await expect(app.caller.flowRuns.paginate({ page: 0 })).rejects.toMatchObject({
      cause: { code: 'INPUT_INVALID' },
    });
  });

  test('takes filters of a hundred members, and no more', async () => {
    const many = Array.from({ length: 1000 }, () => runs.a);
    expect(await found({ flowRuns: { id: { any: many } } })).toBe('a');
    const period = { after: hour(0), before: hour(24), isNull: false };
    const tags = { all: ['a'], any: ['a'], isNull: false };
    const name = { any: ['a'], like: 'a' };
    const state = { type: { any: [] }, name: { any: [] } };
    const flowRuns = {
      ...{ id: { any: [], notAny: [] }, name, tags, state, startTime: period, endTime: period },
      ...{ deploymentId: { any: [], isNull: true }, workQueueName: { any: [], isNull: true } },
      ...{ parentTaskRunId: { any: [], isNull: true }, createdBy: { id: [], type: [], isNull: true } },
      ...{ idempotencyKey: { any: [], notAny: [] }, flowVersion: { any: [] } },
      ...{ expectedStartTime: { before: hour(1), after: hour(1) } },
      ...{ nextScheduledStartTime: { before: hour(1), after: hour(1) } },
    };
    const taskRuns = { id: { any: [] }, name, state, startTime: period, endTime: period };
    const deployments = { id: { any: [], notAny: [] }, name, tags };
    const others = {
      deployments,
      flows: { ...deployments, tags: { all: [] } },
      workPools: { name: { any: [] } },
    };
    expect(await found({ flowRuns, taskRuns })).toBe('');
    await expect(app.caller.flowRuns.list({ flowRuns, taskRuns, ...others })).rejects.toMatchObject({
      cause: {
        code: 'INPUT_INVALID',
        data: { issues: [{ path: [], message: expect.stringMatching(/^the filters have 1\d\d members/) }] },
      },
    });
  });
});
