import { describe, expect, test } from 'vitest';
import type { StateType } from '../schemas/state.ts';
import { buildState, distinctTimestamp } from './build-state.ts';
import type { OrchestratedRun } from './run.ts';
import { after, proposal, sampleNow, sampleRun, sampleStateId } from './sample-run.ts';
import { enterState } from './transforms.ts';

const enter = (run: OrchestratedRun, type: StateType, seconds: number): OrchestratedRun => {
  const state = buildState(proposal(type), {
    id: sampleStateId(seconds),
    flowRunId: run.id,
    timestamp: after(seconds),
  });
  return { ...run, ...enterState(run, run.state, state), state };
};
const fresh = sampleRun({ state: null });

describe('the times of a run', () => {
  test('expected start is the first scheduled time, or when the run came to be', () => {
    const scheduled = buildState(proposal('SCHEDULED', { details: { scheduledTime: after(90) } }), {
      id: sampleStateId(1),
      flowRunId: fresh.id,
      timestamp: sampleNow,
    });
    expect(enterState(fresh, null, scheduled)).toMatchObject({
      expectedStartTime: after(90),
      nextScheduledStartTime: after(90),
    });
    expect(enter(enter(fresh, 'PENDING', 1), 'SCHEDULED', 5)).toMatchObject({
      expectedStartTime: after(1),
      nextScheduledStartTime: after(5),
    });
  });

  test('the next start is known only while scheduled', () => {
    expect(enter(enter(fresh, 'SCHEDULED', 0), 'PENDING', 1).nextScheduledStartTime).toBeNull();
  });

  test('start stays at the first attempt, end goes when the run goes on', () => {
    const failed = enter(enter(fresh, 'RUNNING', 1), 'FAILED', 3);
    expect(failed).toMatchObject({ startTime: after(1), endTime: after(3) });
    expect(enter(failed, 'COMPLETED', 9).endTime).toEqual(after(3));
    expect(enter(failed, 'RUNNING', 9)).toMatchObject({ startTime: after(1), endTime: null });
  });

  test('a run that never ran started when it ended', () => {
    expect(enter(enter(fresh, 'PENDING', 1), 'CANCELLED', 4)).toMatchObject({
      startTime: after(4),
      endTime: after(4),
      runCount: 0,
    });
  });

  test('run time adds up over attempts, and each entry to RUNNING counts', () => {
    const twice = enter(
      enter(enter(enter(fresh, 'RUNNING', 0), 'FAILED', 2), 'RUNNING', 10),
      'COMPLETED',
      13,
    );
    expect(twice).toMatchObject({ totalRunTime: 5, runCount: 2 });
    expect(enter(enter(fresh, 'RUNNING', 0), 'RUNNING', 4)).toMatchObject({ totalRunTime: 4, runCount: 2 });
  });
});

describe('the timestamps of states', () => {
  const current = enter(fresh, 'RUNNING', 0).state;

  test('are distinct: a tie and a clock that went back move on by a millisecond', () => {
    expect(distinctTimestamp(after(0), current)).toEqual(after(0.001));
    expect(distinctTimestamp(after(-5), current)).toEqual(after(0.001));
    expect(distinctTimestamp(after(0.001), current)).toEqual(after(0.001));
    expect(distinctTimestamp(after(0), null)).toEqual(after(0));
  });
});
