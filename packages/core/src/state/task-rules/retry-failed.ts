import { substitute } from '../rule.ts';
import type { OrchestratedTaskRun, TaskRule } from '../task-run.ts';

/** The share of the mean that an exponential variate reaches with a probability of `p`. */
const quantile = (p: number): number => -Math.log(1 - p);

/** A delay of at most `1 + factor` times the mean, drawn so that the mean stays near. Exponential between its bounds. */
const jittered = (seconds: number, factor: number, random: number): number => {
  const highest = 1 + factor;
  const lowest = Math.log2(2 ** highest / (2 ** highest - 1));
  const [from, to] = [1 - Math.exp(-lowest), 1 - Math.exp(-highest)];
  return seconds * quantile(from + (to - from) * random);
};

/** Seconds before the next attempt. Of a list each attempt has its own, and the last is repeated. */
const delaySeconds = ({ policy, runCount }: OrchestratedTaskRun, random: number): number => {
  const { retryDelay, retryJitterFactor } = policy;
  const seconds = Array.isArray(retryDelay)
    ? (retryDelay[Math.min(runCount, retryDelay.length) - 1] ?? 0)
    : (retryDelay ?? 0);
  return retryJitterFactor && seconds > 0 ? jittered(seconds, retryJitterFactor, random) : seconds;
};

export const retryFailedTask: TaskRule = {
  name: 'retry-failed',
  says: 'A task that fails with retries left becomes AwaitingRetry after its delay, unless the failure says that it is not retriable.',
  from: ['RUNNING'],
  to: ['FAILED'],
  decide: ({ run, proposed, facts: { now, random } }) => {
    const { retries } = run.policy;
    if (retries === null || run.runCount > retries || proposed.stateDetails.retriable === false) return null;
    const { message, data } = proposed;
    const scheduledTime = new Date(now.getTime() + delaySeconds(run, random) * 1000);
    return {
      kind: 'reject',
      reason: 'Retrying',
      substitute: substitute(proposed, {
        type: 'SCHEDULED',
        name: 'AwaitingRetry',
        message,
        data,
        details: { scheduledTime },
      }),
    };
  },
};
