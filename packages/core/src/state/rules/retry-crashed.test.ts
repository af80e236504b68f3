import { describe, expect, test } from 'vitest';
import { after, proposal, sampleFacts, sampleNow, sampleRun } from '../sample-run.ts';
import { transition } from '../transition.ts';

const crashed = proposal('CRASHED', { message: 'killed by SIGKILL' });
const policy = { retries: 1, retryDelay: 10 };
const outcome = (run: Parameters<typeof sampleRun>[0]) =>
  transition(sampleRun({ leased: true, policy, ...run }), crashed, sampleFacts());

describe('retry-crashed', () => {
  test.each([
    ['RUNNING', 1],
    ['PAUSED', 1],
    ['PENDING', 0],
  ] as const)('a process that dies %s is followed by another attempt of any runner', (type, runCount) => {
    expect(outcome({ state: proposal(type), runCount })).toMatchObject({
      status: 'REJECT',
      write: {
        state: {
          name: 'AwaitingRetry',
          message: 'killed by SIGKILL',
          stateDetails: { scheduledTime: after(10) },
        },
        run: { runCount: 1, policy: { retryType: 'reschedule' }, nextScheduledStartTime: after(10) },
      },
    });
  });

  test.each([
    ['has no retries left', { runCount: 2 }],
    ['has none left after one that died before it ran', { state: proposal('PENDING'), runCount: 1 }],
    ['is held by no runner', { runCount: 1, leased: false }],
    ['has no deployment to come back by', { runCount: 1, hasDeployment: false }],
    ['has no retries at all', { runCount: 1, policy: { retries: null } }],
  ] as const)('a run that %s is Crashed for good', (_, run) => {
    expect(outcome(run)).toMatchObject({
      status: 'ACCEPT',
      write: { state: { type: 'CRASHED' }, run: { endTime: sampleNow } },
    });
  });

  test('a run that is to be cancelled is not tried again', () => {
    expect(outcome({ state: proposal('CANCELLING'), runCount: 1 })).toMatchObject({
      status: 'REJECT',
      write: null,
    });
  });
});
