import { describe, expect, test } from 'vitest';
import type { FlowRunPolicy } from '../schemas/flow-run.ts';
import { transitionId } from '../schemas/id.ts';
import { orchestrationResultOf } from './result.ts';
import { after, proposal, sampleFacts, sampleNow, sampleRun, sampleStateId } from './sample-run.ts';
import { transition } from './transition.ts';

const facts = sampleFacts();
const forced = sampleFacts({ force: true });
const result = { type: 'reference', storageKey: 'k' };
const id = (n: number) => transitionId.parse(`00000000-0000-4000-8000-00000000000${n}`);

describe('an accepted state', () => {
  test('is written with its name, its run and a scheduled time of now', () => {
    const verdict = transition(sampleRun({ state: proposal('FAILED') }), proposal('SCHEDULED'), facts);
    expect(verdict.write?.state).toMatchObject({
      id: sampleStateId(2),
      name: 'Scheduled',
      timestamp: sampleNow,
      stateDetails: { flowRunId: sampleRun().id, scheduledTime: sampleNow },
    });
    expect(verdict.write?.run.nextScheduledStartTime).toEqual(sampleNow);
  });

  test('may be the first of a run, by force', () => {
    const run = sampleRun({ state: null });
    const verdict = transition(run, proposal('SCHEDULED', { details: { scheduledTime: after(90) } }), forced);
    expect(verdict).toMatchObject({ status: 'ACCEPT', write: { run: { expectedStartTime: after(90) } } });
  });
});

describe('refuse-repeats', () => {
  const run = sampleRun({ state: proposal('RUNNING', { details: { transitionId: id(1) } }) });
  const report = (n: number) => proposal('RUNNING', { details: { transitionId: id(n) } });

  test('a repeated report changes nothing and is told the state it made', () => {
    const verdict = transition(run, report(1), facts);
    expect(orchestrationResultOf(verdict, run.state)).toMatchObject({
      status: 'REJECT',
      state: { id: sampleStateId(1) },
    });
    expect(verdict.write).toBeNull();
  });

  test('another id is another report, and no id is never a repeat', () => {
    expect(transition(run, report(2), facts).status).toBe('ACCEPT');
    expect(transition(sampleRun(), proposal('RUNNING'), facts).status).toBe('ACCEPT');
  });

  test('a failure that became a retry is not taken for a new failure when it is repeated', () => {
    const failing = sampleRun({ runCount: 1, policy: { retries: 1 } });
    const failure = proposal('FAILED', { details: { transitionId: id(3) } });
    const first = transition(failing, failure, facts);
    expect(first.write?.state.name).toBe('AwaitingRetry');
    const waiting = { ...failing, ...first.write?.run, state: first.write?.state ?? null };
    expect(transition(waiting, failure, facts)).toMatchObject({ status: 'REJECT', write: null });
  });
});

describe('leave-terminal', () => {
  const completed = sampleRun({ state: proposal('COMPLETED', { data: result }) });

  test('a completed run with a stored result runs again only by force', () => {
    expect(transition(completed, proposal('RUNNING'), facts)).toMatchObject({
      status: 'REJECT',
      write: null,
    });
    expect(transition(completed, proposal('RUNNING'), forced).status).toBe('ACCEPT');
    expect(transition(completed, proposal('FAILED'), facts).status).toBe('ACCEPT');
  });

  test.for([null, 42, 'text', [1], {}, { type: 'unpersisted' }])('data %j is no stored result', (data) => {
    const run = sampleRun({ state: proposal('COMPLETED', { data }) });
    expect(transition(run, proposal('RUNNING'), facts).status).toBe('ACCEPT');
  });

  test('a retry by hand is a new series that any runner may take', () => {
    const run = sampleRun({
      state: proposal('FAILED'),
      policy: { resuming: true, pauseKeys: ['k'], retryType: 'in_process' },
    });
    const policy = { resuming: false, pauseKeys: [] };
    expect(transition(run, proposal('SCHEDULED'), facts).write?.run.policy).toMatchObject({
      ...policy,
      retryType: 'reschedule',
    });
    expect(transition(run, proposal('PENDING'), facts).write?.run.policy).toMatchObject({
      ...policy,
      retryType: null,
    });
  });

  test('a refusal by a later rule takes back what was amended', () => {
    const run = sampleRun({ state: proposal('FAILED'), policy: { pauseKeys: ['k'] } });
    expect(transition(run, proposal('SCHEDULED', { name: 'Late' }), facts)).toMatchObject({
      status: 'REJECT',
      write: null,
    });
  });

  test('a run without a deployment is not scheduled again', () => {
    const run = sampleRun({ state: proposal('FAILED'), hasDeployment: false });
    expect(transition(run, proposal('SCHEDULED'), facts).status).toBe('ABORT');
    expect(transition(run, proposal('PENDING'), facts).status).toBe('ACCEPT');
  });
});

describe('keep-result', () => {
  test('a stored result is not lost to a COMPLETED without one, even by force', () => {
    const run = sampleRun({ state: proposal('COMPLETED', { data: result }) });
    for (const how of [facts, forced]) {
      expect(transition(run, proposal('COMPLETED'), how).status).toBe('REJECT');
      expect(transition(run, proposal('COMPLETED', { data: result }), how).status).toBe('ACCEPT');
    }
  });
});

describe('cancel-without-process', () => {
  test('a scheduled run with a process is cancelled by stopping it, unless it is resuming', () => {
    const housed = (name: string) =>
      sampleRun({ infrastructurePid: 'host:1', state: proposal('SCHEDULED', { name }) });
    expect(transition(housed('Scheduled'), proposal('CANCELLING'), facts).status).toBe('ACCEPT');
    expect(transition(housed('Resuming'), proposal('CANCELLING'), facts)).toMatchObject({
      write: { state: { name: 'Cancelled' } },
    });
  });

  test('a suspended run without a deployment can be cancelled', () => {
    const run = sampleRun({
      hasDeployment: false,
      state: proposal('PAUSED', { name: 'Suspended', details: { pauseReschedule: true } }),
    });
    expect(transition(run, proposal('CANCELLING'), facts)).toMatchObject({
      write: { state: { type: 'CANCELLED' } },
    });
  });
});

describe('claim-once', () => {
  test('of two claims to one run the second is refused', () => {
    const run = sampleRun({ state: proposal('SCHEDULED') });
    const first = transition(run, proposal('PENDING'), facts);
    const claimed = { ...run, ...first.write?.run, state: first.write?.state ?? null };
    expect([first.status, transition(claimed, proposal('PENDING'), facts).status]).toEqual([
      'ACCEPT',
      'ABORT',
    ]);
  });

  test('a pending run that moves on keeps its scheduled time and lease', () => {
    const run = sampleRun({ state: proposal('PENDING', { details: { scheduledTime: after(60) } }) });
    const verdict = transition(run, proposal('PENDING', { name: 'Submitting' }), facts);
    expect(verdict.write?.state.stateDetails.scheduledTime).toEqual(after(60));
  });
});

describe('take-slot', () => {
  const scheduled = sampleRun({ state: proposal('SCHEDULED') });
  const full = (strategy: 'ENQUEUE' | 'CANCEL_NEW') =>
    sampleFacts({ concurrency: { limit: 'full', strategy, slotWaitSeconds: 30 } });

  test('a full deployment makes a run wait for its slot, or cancels it', () => {
    expect(transition(scheduled, proposal('PENDING'), full('ENQUEUE')).write?.state).toMatchObject({
      name: 'AwaitingConcurrencySlot',
      stateDetails: { scheduledTime: after(30) },
    });
    expect(transition(scheduled, proposal('PENDING'), full('CANCEL_NEW')).write?.state).toMatchObject({
      type: 'CANCELLED',
      message: 'Deployment concurrency limit reached.',
    });
  });

  test('a run whose deployment is gone is not claimed', () => {
    const gone = sampleFacts({ concurrency: { limit: 'deployment-gone' } });
    expect(transition(scheduled, proposal('PENDING'), gone).status).toBe('ABORT');
  });

  test('a finished run that has to wait for a slot begins a new series', () => {
    const run = sampleRun({
      state: proposal('FAILED'),
      policy: { pauseKeys: ['k'], retryType: 'in_process' },
    });
    expect(transition(run, proposal('PENDING'), full('ENQUEUE')).write?.run.policy).toMatchObject({
      pauseKeys: [],
      retryType: null,
    });
  });
});

describe('keep-scheduled-time and wait-until-due', () => {
  const scheduled = (seconds: number) =>
    sampleRun({ state: proposal('SCHEDULED', { details: { scheduledTime: after(seconds) } }) });

  test('a claim keeps the scheduled time unless it brings another', () => {
    const kept = transition(scheduled(60), proposal('PENDING'), facts);
    expect(kept.write?.state.stateDetails.scheduledTime).toEqual(after(60));
    const moved = transition(
      scheduled(60),
      proposal('PENDING', { details: { scheduledTime: after(5) } }),
      facts,
    );
    expect(moved.write?.state.stateDetails.scheduledTime).toEqual(after(5));
  });

  test.for([
    [0.4, null],
    [0.6, 1],
    [59.6, 60],
  ] as const)('%d s before it is due a run waits %d s', ([seconds, delaySeconds]) => {
    const verdict = transition(scheduled(seconds), proposal('RUNNING'), facts);
    expect(verdict.status === 'WAIT' ? verdict.delaySeconds : null).toBe(delaySeconds);
  });
});

describe('the delay before a retry', () => {
  const delayOf = (policy: Partial<FlowRunPolicy>, { runCount = 1, random = 0.5 } = {}): number => {
    const run = sampleRun({ runCount, policy: { retries: 1000, ...policy } });
    const { write } = transition(run, proposal('FAILED'), sampleFacts({ random }));
    return ((write?.run.nextScheduledStartTime?.getTime() ?? Number.NaN) - after(0).getTime()) / 1000;
  };

  test.for([
    [1, 10],
    [2, 20],
    [3, 40],
    [4, 60],
    [1000, 60],
  ])('after attempt %i grows by its factor, up to its bound: %i s', ([runCount = 0, seconds = 0]) => {
    expect(delayOf({ retryDelay: 10, retryBackoff: 2, retryDelayMax: 60 }, { runCount })).toBe(seconds);
  });

  test('is shortened by a share that is drawn, and never lengthened', () => {
    const policy = { retryDelay: 10, retryJitter: 0.5 };
    expect(delayOf(policy, { random: 0 })).toBe(10);
    expect(delayOf(policy, { random: 0.999 })).toBeCloseTo(5, 1);
    expect(delayOf({ retryDelay: 10 }, { random: 0.999 })).toBe(10);
  });

  test('is an instant that can be kept, however it grows, and none where there is none to grow', () => {
    expect(delayOf({ retryDelay: 10, retryBackoff: 1000 }, { runCount: 1000 })).toBe(100 * 365 * 86_400);
    expect(delayOf({ retryDelay: 0, retryBackoff: 1000 }, { runCount: 1000 })).toBe(0);
  });
});

describe('retry-failed', () => {
  const failing = (runCount: number, more: { leased?: boolean; retries?: number | null } = {}) =>
    sampleRun({
      runCount,
      leased: more.leased ?? false,
      policy: { retries: more.retries ?? null, retryDelay: 10, pauseKeys: ['k'] },
    });
  const failure = proposal('FAILED', { message: 'boom', data: { why: 'boom' } });

  test('a failure with retries left waits its delay and keeps what was said of it', () => {
    const verdict = transition(failing(1, { retries: 1 }), failure, facts);
    expect(verdict).toMatchObject({ status: 'REJECT', reason: 'Retrying' });
    expect(verdict.write?.state).toMatchObject({
      type: 'SCHEDULED',
      name: 'AwaitingRetry',
      message: 'boom',
      data: { why: 'boom' },
      stateDetails: { scheduledTime: after(10) },
    });
    expect(verdict.write?.run.policy).toMatchObject({ pauseKeys: [], retryType: 'in_process' });
  });

  test('under a lease any runner may take the retry', () => {
    const verdict = transition(failing(1, { retries: 1, leased: true }), failure, facts);
    expect(verdict.write?.run.policy.retryType).toBe('reschedule');
  });

  test('without retries left, by force, or crashed it is not tried again', () => {
    expect(transition(failing(2, { retries: 1 }), failure, facts)).toMatchObject({
      status: 'ACCEPT',
      write: { run: { policy: { retryType: null } } },
    });
    expect(transition(failing(1), failure, facts).status).toBe('ACCEPT');
    expect(transition(failing(1, { retries: 1 }), failure, forced).status).toBe('ACCEPT');
    expect(transition(failing(1, { retries: 1 }), proposal('CRASHED'), facts).status).toBe('ACCEPT');
  });
});
