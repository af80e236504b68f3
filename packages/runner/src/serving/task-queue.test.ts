import { noStateDetails } from '@carillon/core';
import { describe, expect, it } from 'vitest';
import type { Answered, TaskNews, TaskState } from '../child/messages.ts';
import { reportOf, taskQueue } from './task-queue.ts';

const state = (type: TaskState['type'], more: Partial<TaskState> = {}): TaskState => ({
  type,
  at: Date.now(),
  ...more,
});
const news = (id: string, ...states: TaskState[]): TaskNews => ({
  id,
  run: { taskKey: 'k', dynamicKey: id },
  states,
});
const typesOf = (taken: ReturnType<ReturnType<typeof taskQueue>['take']>): (string | undefined)[][] =>
  taken.map(({ items }) => items.map((item) => item.state?.type));

describe('the queue of task runs', () => {
  it('tells of each task run once a call, with all that happened to it', () => {
    const queue = taskQueue();
    queue.add(news('a', state('PENDING')));
    queue.add(news('b', state('PENDING')));
    queue.add({ id: 'a', run: null, states: [state('RUNNING'), state('COMPLETED')] });
    const taken = queue.take();
    expect(typesOf(taken)).toEqual([['PENDING', 'RUNNING', 'COMPLETED'], ['PENDING']]);
    expect(taken[0]?.run).toMatchObject({ dynamicKey: 'a' });
    expect(queue.size).toBe(0);
  });

  it('keeps for the next call what follows a failure that is tried again, which the server takes for a wait', () => {
    const queue = taskQueue();
    const failed = state('FAILED');
    const last = state('FAILED', { stateDetails: { retriable: false } });
    queue.add(news('a', state('RUNNING'), failed, state('RUNNING'), last));
    expect(typesOf(queue.take())).toEqual([['RUNNING', 'FAILED']]);
    const [rest] = queue.take();
    expect(rest).toMatchObject({ run: null, items: [{ state: { type: 'RUNNING' } }, { state: last }] });
  });

  it('drops the state that is refused, and tells what came after it with the next call', () => {
    const queue = taskQueue();
    queue.add(news('a', state('PENDING'), state('RUNNING'), state('COMPLETED')));
    const [task] = queue.take();
    queue.add({ id: 'a', run: null, states: [state('CANCELLED')] });
    if (task) queue.settle(task, { accepted: 1, refused: null });
    expect(typesOf(queue.take())).toEqual([['COMPLETED', 'CANCELLED']]);
  });

  it('answers whoever asked with what the server says of their state', () => {
    const queue = taskQueue();
    const answers: Answered[] = [];
    const answer = (answered: Answered): void => void answers.push(answered);
    const settle = (refused: Parameters<typeof queue.settle>[1]['refused']): void => {
      queue.add(news('a', state('RUNNING')), answer);
      for (const task of queue.take()) queue.settle(task, { accepted: refused === null ? 1 : 0, refused });
    };
    const kept = { type: 'COMPLETED', name: 'Cached', data: { rows: 3 } } as const;
    const now = { ...kept, id: '', timestamp: new Date(), message: null, stateDetails: noStateDetails };
    settle(null);
    settle({ status: 'WAIT', state: null, details: { type: 'wait_details', delaySeconds: 2, reason: null } });
    settle({
      status: 'REJECT',
      // Only what is looked at.
      state: now as never,
      details: { type: 'reject_details', reason: 'Retrieved state from cache' },
    });
    settle({ status: 'ABORT', state: null, details: { type: 'abort_details', reason: 'no' } });
    expect(answers).toEqual([
      { kind: 'accepted' },
      { kind: 'wait', delayMs: 2000 },
      { kind: 'completed', result: { rows: 3 } },
      { kind: 'refused', reason: 'no' },
    ]);
  });

  it('has room for so many task runs and no more, but for all that happens to those', () => {
    const queue = taskQueue();
    let added = 0;
    while (queue.add(news(`${added}`, state('PENDING')))) added += 1;
    expect(added).toBe(20_000);
    expect(queue.add({ id: '7', run: null, states: [state('RUNNING')] })).toBe(true);
    expect(queue.take()).toHaveLength(500);
  });

  it('says how long ago each state was entered, by no clock but its own', () => {
    const queue = taskQueue();
    queue.add(
      news('a', state('PENDING', { at: Date.now() - 5000 }), state('RUNNING', { at: Date.now() + 5000 })),
    );
    const [first, second] = queue.take().flatMap((task) => reportOf(task).states);
    expect(first?.agoMs).toBeGreaterThanOrEqual(5000);
    expect(second?.agoMs).toBe(0);
  });
});
