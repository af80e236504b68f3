import type { TaskRun } from '@carillon/core';
import { expect, test } from 'vitest';
import { runGraph } from './run-graph.ts';
import type { GraphRow } from './statements/read-graph-rows.ts';

const at = new Date('2031-01-01T00:00:00Z');

const row = (id: string, inputs: Record<string, string[]> = {}, more: Partial<GraphRow> = {}): GraphRow => ({
  id,
  name: `task ${id}`,
  task_inputs: Object.fromEntries(
    Object.entries(inputs).map(([key, ids]) => [
      key,
      ids.map((input) => ({ inputType: 'task_run', id: input }) as TaskRun['taskInputs'][string][number]),
    ]),
  ),
  state_id: null,
  state_type: 'RUNNING',
  start: at,
  end_time: null,
  child_id: null,
  child_label: null,
  child_state_type: null,
  child_start: null,
  child_end: null,
  ...more,
});

const edges = (rows: GraphRow[]) =>
  runGraph(rows).nodes.map(({ id, parents, children, encapsulating }) => ({
    id,
    parents: parents.map((link) => link.id),
    children: children.map((link) => link.id),
    encapsulating: encapsulating.map((link) => link.id),
  }));

test('joins those that took something from one another, each once', () => {
  expect(edges([row('a'), row('b', { x: ['a', 'a'], y: ['a', 'gone'] })])).toEqual([
    { id: 'a', parents: [], children: ['b'], encapsulating: [] },
    { id: 'b', parents: ['a'], children: [], encapsulating: [] },
  ]);
});

test('tells those that run inside of another from those that follow it; they are roots too', () => {
  const rows = [row('a'), row('b', { __parents__: ['a'] })];
  expect(edges(rows)[1]).toEqual({ id: 'b', parents: [], children: [], encapsulating: ['a'] });
  expect(runGraph(rows).rootIds).toEqual(['a', 'b']);
});

test('draws a task run that stands for a run as that run', () => {
  const child = {
    child_id: 'run',
    child_label: 'flow / run',
    child_state_type: 'FAILED',
    child_end: at,
  } as const;
  const { nodes } = runGraph([row('a', {}, child), row('b', { x: ['run'], y: ['a'] })]);
  expect(nodes[0]).toMatchObject({
    kind: 'flow-run',
    id: 'run',
    label: 'flow / run',
    stateType: 'FAILED',
    endTime: at,
  });
  expect(nodes[1]?.parents).toEqual([{ id: 'run' }]);
});

test('ends a completed task without an end where it began', () => {
  expect(runGraph([row('a', {}, { state_type: 'COMPLETED' })]).nodes[0]?.endTime).toEqual(at);
});
