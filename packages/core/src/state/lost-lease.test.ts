import { describe, expect, test } from 'vitest';
import type { StateType } from '../schemas/state.ts';
import { crashVerdict } from './lost-lease.ts';
import { after, proposal, sampleNow, sampleRun, sampleStateId } from './sample-run.ts';

const facts = { now: sampleNow, random: 0.5, stateId: sampleStateId(2), retryStateId: sampleStateId(3) };
const leased = (type: StateType, runCount: number, retries: number | null) =>
  sampleRun({ state: proposal(type), leased: true, runCount, policy: { retries, retryDelay: 10 } });

describe('a lost lease', () => {
  test.for([
    ['RUNNING', 1, null],
    ['RUNNING', 2, 1],
    ['PENDING', 0, null],
    ['PAUSED', 1, null],
  ] as const)('crashes a %s run after attempt %i of %o retries for good', ([type, runCount, retries]) => {
    const { end, retry } = crashVerdict(leased(type, runCount, retries), facts);
    expect(end).toMatchObject({ state: { id: facts.stateId, type: 'CRASHED' }, run: { endTime: sampleNow } });
    expect(retry).toBeNull();
  });

  test.for([
    ['RUNNING', 1],
    ['PENDING', 0],
    ['PAUSED', 1],
  ] as const)('is followed by a retry of a %s run, for any runner, after the delay', ([type, runCount]) => {
    const { end, retry } = crashVerdict(leased(type, runCount, 1), facts);
    expect(end.state.name).toBe('Crashed');
    expect(retry).toMatchObject({
      state: { id: facts.retryStateId, name: 'AwaitingRetry', timestamp: after(0.001) },
      run: {
        endTime: null,
        nextScheduledStartTime: after(10),
        runCount,
        policy: { retryType: 'reschedule' },
      },
    });
  });

  test('ends a run that was being cancelled as Cancelled', () => {
    const { end, retry } = crashVerdict(leased('CANCELLING', 1, 5), facts);
    expect([end.state.type, retry]).toEqual(['CANCELLED', null]);
  });

  test('leaves a run whose deployment is gone crashed', () => {
    expect(crashVerdict({ ...leased('RUNNING', 1, 5), hasDeployment: false }, facts).retry).toBeNull();
  });
});
