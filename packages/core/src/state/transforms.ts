import { isTerminal, type State } from '../schemas/state.ts';
import type { RunProgress, RunTimes } from './run.ts';

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;

/** The times of a run, flow's or task's, once it has entered `next`. */
export const enterTimes = (run: RunTimes, current: State | null, next: State): RunTimes => {
  const { timestamp } = next;
  const ends = isTerminal(next.type);
  const hadEnded = current !== null && isTerminal(current.type);
  return {
    expectedStartTime: run.expectedStartTime ?? next.stateDetails.scheduledTime ?? timestamp,
    nextScheduledStartTime: next.type === 'SCHEDULED' ? (next.stateDetails.scheduledTime ?? timestamp) : null,
    // A run that ends without ever having run started when it ended.
    startTime: run.startTime ?? (next.type === 'RUNNING' || ends ? timestamp : null),
    endTime: ends ? ((hadEnded ? run.endTime : null) ?? timestamp) : null,
    totalRunTime:
      run.totalRunTime + (current?.type === 'RUNNING' ? secondsBetween(current.timestamp, timestamp) : 0),
  };
};

type Counted = Pick<RunProgress, 'policy' | 'runCount'>;

/** Each entry to RUNNING is an attempt, except the one that resumes a pause. */
const countAttempt = ({ policy, runCount }: Counted, next: State): Counted => {
  if (next.type !== 'RUNNING') return { policy, runCount };
  if (policy.resuming) return { policy: { ...policy, resuming: false }, runCount };
  return { policy, runCount: runCount + 1 };
};

/** A flow run once it has entered `next`. */
export const enterState = (run: RunProgress, current: State | null, next: State): RunProgress => ({
  ...enterTimes(run, current, next),
  ...countAttempt(run, next),
});
