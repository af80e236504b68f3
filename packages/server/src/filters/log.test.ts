import type { api } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { hour, runs, tasks } from '../../fixtures/filtered-rows.ts';

type Filter = NonNullable<z.input<(typeof api)['logs']['list']['input']>['logs']>;

const lines = [
  {
    message: 'Started work',
    name: 'flow',
    level: 20,
    timestamp: hour(1),
    flowRunId: runs.a,
    taskRunId: null,
  },
  {
    message: 'half done: 50%',
    name: 'task',
    level: 10,
    timestamp: hour(2),
    flowRunId: runs.a,
    taskRunId: tasks.first,
  },
  {
    message: 'error in a_b',
    name: 'task',
    level: 40,
    timestamp: hour(3),
    flowRunId: runs.b,
    taskRunId: tasks.first,
  },
  {
    message: 'no work left',
    name: 'flow',
    level: 30,
    timestamp: hour(4),
    flowRunId: runs.b,
    taskRunId: null,
  },
  { message: 'alone', name: 'server', level: 50, timestamp: hour(5), flowRunId: null, taskRunId: null },
];

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
  await app.caller.logs.create({ logs: lines });
  return () => app[Symbol.asyncDispose]();
});

/** Which lines, numbered from 1. */
const table: [Filter, string][] = [
  [{}, '1 2 3 4 5'],
  [{ level: { ge: 30 } }, '3 4 5'],
  [{ level: { le: 20 } }, '1 2'],
  [{ level: { ge: 20, le: 30 } }, '1 4'],
  [{ level: { ge: 100_000 } }, ''],
  [{ timestamp: { after: hour(3) } }, '3 4 5'],
  [{ timestamp: { before: hour(3), after: hour(2) } }, '2 3'],
  [{ flowRunId: { any: [runs.a] } }, '1 2'],
  [{ flowRunId: { any: [] } }, ''],
  [{ taskRunId: { any: [tasks.first] } }, '2 3'],
  [{ taskRunId: { isNull: true } }, '1 4 5'],
  [{ taskRunId: { isNull: false } }, '2 3'],
  [{ flowRunId: { any: [runs.b] }, level: { ge: 40 } }, '3'],
  [{ operator: 'or', flowRunId: { any: [runs.a] }, level: { ge: 50 } }, '1 2 5'],
  // Words of the message or the logger's name, in any case, as parts of words too; one of the plain ones is enough.
  [{ text: { query: 'WORK' } }, '1 4'],
  [{ text: { query: 'serv' } }, '5'],
  [{ text: { query: 'half alone' } }, '2 5'],
  [{ text: { query: 'work -left' } }, '1'],
  [{ text: { query: 'work !left' } }, '1'],
  [{ text: { query: 'half work +flow' } }, '1 4'],
  [{ text: { query: '-flow' } }, '2 3 5'],
  [{ text: { query: '"no work"' } }, '4'],
  [{ text: { query: '-"no work" flow' } }, '1'],
  [{ text: { query: '"no work' } }, '4'],
  // Wildcards are plain, and a sign alone says nothing.
  [{ text: { query: '50%' } }, '2'],
  [{ text: { query: '%' } }, '2'],
  [{ text: { query: 'a_b' } }, '3'],
  [{ text: { query: 'a_o' } }, ''],
  [{ text: { query: '- + !' } }, '1 2 3 4 5'],
  [{ text: { query: '' } }, '1 2 3 4 5'],
];

test.each(table)('%j finds lines %s', async (logs, expected) => {
  const { results } = await app.caller.logs.list({ logs });
  expect(
    results.map(({ message }) => lines.findIndex((line) => line.message === message) + 1).join(' '),
  ).toBe(expected);
});

test('a text of more than 200 characters is refused', async () => {
  await expect(app.caller.logs.list({ logs: { text: { query: 'x'.repeat(201) } } })).rejects.toMatchObject({
    cause: { code: 'INPUT_INVALID' },
  });
});
