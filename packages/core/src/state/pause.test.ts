import { describe, expect, test } from 'vitest';
import { taskRunId } from '../schemas/id.ts';
import type { StateCreate } from '../schemas/state.ts';
import type { OrchestratedRun } from './run.ts';
import { after, proposal, sampleFacts, sampleRun, sampleStateId } from './sample-run.ts';
import { transition } from './transition.ts';

const standIn = taskRunId.parse('00000000-0000-4000-8000-00000000da5c');

const pause = (pauseKey: string | null = null, pauseTimeout: Date | null = null) =>
  proposal('PAUSED', { details: { pauseKey, pauseTimeout } });
const suspend = (pauseKey: string | null = null) =>
  proposal('PAUSED', { name: 'Suspended', details: { pauseKey, pauseReschedule: true } });
const resuming = proposal('SCHEDULED', { name: 'Resuming' });

const facts = sampleFacts();

/** The run after each proposal, a second apart; fails on the first that is not accepted. */
const walk = (start: OrchestratedRun, ...proposals: StateCreate[]): OrchestratedRun => {
  let run = start;
  for (const [index, proposed] of proposals.entries()) {
    const verdict = transition(run, proposed, sampleFacts({ now: after(index) }));
    expect(verdict.status).toBe('ACCEPT');
    run = { ...run, ...verdict.write?.run, state: verdict.write?.state ?? null };
  }
  return run;
};

const begun = () =>
  walk(sampleRun({ state: proposal('SCHEDULED') }), proposal('PENDING'), proposal('RUNNING'));

describe('enter-pause', () => {
  test('a pause fires once for each key', () => {
    const run = walk(begun(), pause('one'), proposal('RUNNING'));
    expect(run.policy.pauseKeys).toEqual(['one']);
    expect(transition(run, pause('one'), facts)).toMatchObject({
      status: 'REJECT',
      reason: 'This pause has already fired.',
    });
    expect(transition(run, pause('two'), facts).status).toBe('ACCEPT');
  });

  test('a pause without a key is remembered by its state', () => {
    expect(transition(sampleRun(), pause(), facts).write?.run.policy.pauseKeys).toEqual([sampleStateId(2)]);
  });

  test('a subflow or a run without a deployment cannot be suspended, only paused', () => {
    for (const run of [sampleRun({ parentTaskRunId: standIn }), sampleRun({ hasDeployment: false })]) {
      expect(transition(run, suspend(), facts).status).toBe('ABORT');
      expect(transition(run, pause(), facts).status).toBe('ACCEPT');
    }
  });

  test('a run that has no state yet cannot be paused', () => {
    expect(transition(sampleRun({ state: null }), pause(), facts).status).toBe('ABORT');
  });
});

describe('leave-pause', () => {
  test('resuming in place is no new attempt', () => {
    const run = walk(begun(), pause(), proposal('RUNNING'));
    expect(run).toMatchObject({ runCount: 1, policy: { resuming: false } });
    expect(walk(run, pause(), proposal('RUNNING')).runCount).toBe(1);
  });

  test('resuming a suspended run is no new attempt', () => {
    const scheduled = walk(begun(), suspend('s'), resuming);
    expect(scheduled.policy).toMatchObject({ resuming: true, pauseKeys: ['s'] });
    expect(walk(scheduled, proposal('PENDING'), proposal('RUNNING'))).toMatchObject({
      runCount: 1,
      policy: { resuming: false },
    });
  });

  test('a pause costs no retry', () => {
    const run = walk({ ...begun(), policy: { ...begun().policy, retries: 1 } }, pause(), proposal('RUNNING'));
    expect(transition(run, proposal('FAILED'), facts).write?.state.name).toBe('AwaitingRetry');
  });

  test('a suspended run whose process once retried in place can be taken by any runner', () => {
    const run = begun();
    const retried = { ...run, policy: { ...run.policy, retryType: 'in_process' as const } };
    expect(walk(retried, suspend(), resuming).policy.retryType).toBeNull();
  });

  test('a paused run that is scheduled starts from the beginning', () => {
    expect(walk(begun(), pause('k'), proposal('SCHEDULED')).policy).toMatchObject({
      resuming: false,
      pauseKeys: [],
      retryType: 'reschedule',
    });
  });

  test('a refused way out leaves the run as it is', () => {
    expect(transition(walk(begun(), pause()), proposal('PENDING'), facts)).toMatchObject({
      status: 'REJECT',
      write: null,
    });
  });

  test.for(['RUNNING', 'SCHEDULED', 'COMPLETED', 'FAILED'] as const)(
    'after its timeout a pause fails instead of becoming %s',
    (type) => {
      const run = walk(begun(), pause(null, after(10)));
      expect(transition(run, proposal(type), sampleFacts({ now: after(11) }))).toMatchObject({
        status: 'REJECT',
        write: {
          state: { type: 'FAILED', message: `The flow was ${type.toLowerCase()} and never resumed.` },
        },
      });
      expect(transition(run, proposal('CANCELLING'), sampleFacts({ now: after(11) })).status).toBe('ACCEPT');
    },
  );
});
