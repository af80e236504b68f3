import { describe, expect, test } from 'vitest';
import { after, proposal } from './sample-run.ts';
import { sampleParent, sampleTaskFacts, sampleTaskRun, taskState } from './sample-task-run.ts';
import { taskTransition } from './task-transition.ts';

const facts = sampleTaskFacts();
const running = proposal('RUNNING');

describe('use-cached', () => {
  const cached = taskState(
    proposal('COMPLETED', { message: 'done', data: { n: 1 }, details: { cacheKey: 'k' } }),
  );
  const asking = (refreshCache: boolean | null) =>
    proposal('RUNNING', { details: { cacheKey: 'k', refreshCache } });

  test('a task with a stored result is completed with it and does not run', () => {
    const verdict = taskTransition(
      sampleTaskRun(),
      asking(null),
      sampleTaskFacts({ cached, flowRun: sampleParent('PAUSED') }),
    );
    expect(verdict).toMatchObject({
      status: 'REJECT',
      write: {
        state: { type: 'COMPLETED', name: 'Cached', message: 'done', data: { n: 1 } },
        run: { runCount: 0 },
      },
    });
  });

  test('a refreshed cache, and no key, let it run', () => {
    expect(taskTransition(sampleTaskRun(), asking(true), sampleTaskFacts({ cached })).status).toBe('ACCEPT');
    expect(taskTransition(sampleTaskRun(), running, sampleTaskFacts({ cached })).status).toBe('ACCEPT');
  });
});

describe('leave-terminal', () => {
  test.for([{ n: 1 }, 'text', 42, [1]])('a task completed with %j stays so', (data) => {
    const run = sampleTaskRun({ state: taskState(proposal('COMPLETED', { data })) });
    for (const type of ['RUNNING', 'FAILED', 'COMPLETED'] as const) {
      expect(taskTransition(run, proposal(type), facts)).toMatchObject({ status: 'REJECT', write: null });
    }
  });

  test('in a later attempt of its flow run a failed task is Retrying, its attempts counted anew', () => {
    const run = sampleTaskRun({ state: taskState(proposal('FAILED')), runCount: 3, flowRunRunCount: 1 });
    expect(
      taskTransition(run, running, sampleTaskFacts({ flowRun: sampleParent('RUNNING', 2) })).write,
    ).toMatchObject({
      state: { name: 'Retrying' },
      run: { runCount: 1, flowRunRunCount: 2 },
    });
  });
});

describe('follow-flow-run', () => {
  test('in a paused flow run a task is not ready until that resumes', () => {
    const flowRun = sampleParent('PAUSED', 1, { pauseTimeout: after(60), pauseReschedule: true });
    expect(taskTransition(sampleTaskRun(), running, sampleTaskFacts({ flowRun }))).toMatchObject({
      status: 'REJECT',
      write: {
        state: { name: 'NotReady', stateDetails: { pauseTimeout: after(60), pauseReschedule: true } },
      },
    });
  });
});

describe('take-tag-slots', () => {
  const full = sampleTaskFacts({ tagLimits: { limit: 'full', tags: ['a', 'b'], delaySeconds: 7 } });

  test('a task waits for its slots, or is stopped by a limit of none', () => {
    expect(taskTransition(sampleTaskRun(), running, full)).toMatchObject({ status: 'WAIT', delaySeconds: 7 });
    const zero = sampleTaskFacts({ tagLimits: { limit: 'zero', tag: 'a' } });
    expect(taskTransition(sampleTaskRun(), running, zero).status).toBe('ABORT');
  });

  test('a running task does not wait for itself', () => {
    expect(
      taskTransition(sampleTaskRun({ state: taskState(running), runCount: 1 }), running, full).status,
    ).toBe('ACCEPT');
  });
});

describe('retry-failed', () => {
  const failing = (runCount: number, more: Parameters<typeof sampleTaskRun>[0] = {}) =>
    sampleTaskRun({ state: taskState(running), runCount, ...more });
  const retryAt = (run: ReturnType<typeof failing>, random = 0.5) =>
    taskTransition(run, proposal('FAILED'), sampleTaskFacts({ random })).write?.run.nextScheduledStartTime;

  test.for([
    [1, 1],
    [2, 5],
    [3, 9],
    [4, 9],
  ])('after attempt %i of a list of delays it waits %i s', ([runCount = 0, seconds = 0]) => {
    expect(retryAt(failing(runCount, { policy: { retries: 4, retryDelay: [1, 5, 9] } }))).toEqual(
      after(seconds),
    );
  });

  test('without a delay, or with an empty list of them, it is tried again at once', () => {
    for (const retryDelay of [null, []]) {
      expect(retryAt(failing(1, { policy: { retries: 1, retryDelay } }))).toEqual(after(0));
    }
  });

  test('a jitter spreads delays between its bounds, with the mean near the delay', () => {
    const run = failing(1, { policy: { retries: 1, retryDelay: 10, retryJitterFactor: 1 } });
    const delays = Array.from(
      { length: 1000 },
      (_, n) => ((retryAt(run, n / 1000)?.getTime() ?? 0) - after(0).getTime()) / 1000,
    );
    expect(Math.min(...delays)).toBeCloseTo(4.15, 1);
    expect(Math.max(...delays)).toBeLessThanOrEqual(20);
    const mean = delays.reduce((sum, delay) => sum + delay) / delays.length;
    expect(Math.abs(mean - 10)).toBeLessThan(1);
  });

  test('a failure that is not retriable is final', () => {
    const failure = proposal('FAILED', { details: { retriable: false } });
    expect(taskTransition(failing(1, { policy: { retries: 3 } }), failure, facts).status).toBe('ACCEPT');
  });
});

describe('a background task', () => {
  const deferred = (type: 'PENDING' | 'RUNNING') => proposal(type, { details: { deferred: true } });

  test('is claimed once, even by force, and waits for neither flow run nor limit', () => {
    const forced = sampleTaskFacts({
      force: true,
      flowRun: sampleParent('CANCELLED'),
      tagLimits: { limit: 'zero', tag: 'a' },
    });
    expect(taskTransition(sampleTaskRun(), deferred('PENDING'), forced).status).toBe('ABORT');
    expect(taskTransition(sampleTaskRun(), deferred('RUNNING'), forced).status).toBe('ACCEPT');
  });

  test('keeps its parameters and its scheduled time when it is claimed', () => {
    const taskParametersId = '00000000-0000-4000-8000-0000000000aa';
    const state = taskState(
      proposal('SCHEDULED', { details: { taskParametersId, scheduledTime: after(60) } }),
    );
    expect(
      taskTransition(sampleTaskRun({ state }), deferred('PENDING'), facts).write?.state.stateDetails,
    ).toMatchObject({
      taskParametersId,
      scheduledTime: after(60),
    });
  });
});
