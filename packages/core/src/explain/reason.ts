import type { RunReason } from '../schemas/explanation.ts';
import { isTerminal } from '../schemas/state.ts';
import type { RunFacts } from './facts.ts';

type State = NonNullable<RunFacts['state']>;
type Asked = Extract<RunReason, { kind: 'no-runner' }>['asked'];

/** Why a run runs, or does not. */
export const reasonOf = (facts: RunFacts, now: Date): RunReason => {
  const { state, runCount, lease } = facts;
  if (state === null) return { kind: 'no-state' };
  const { type, name, timestamp, message, details, actor } = state;
  const since = timestamp;
  const by = { runner: lease?.holder ?? null, leaseUntil: lease?.until ?? null };
  if (isTerminal(type)) return { kind: 'ended', type, name, at: timestamp, message, actor };
  switch (type) {
    case 'SCHEDULED':
      return reasonToWait(facts, state, now);
    case 'PENDING':
      return { kind: 'claimed', since, by };
    case 'RUNNING':
      return { kind: 'running', since, attempt: Math.max(1, runCount), by };
    case 'PAUSED':
      return {
        kind: 'run-paused',
        since,
        until: details.pauseTimeout,
        suspended: details.pauseReschedule,
        waitsForInput: details.runInputKeyset !== null,
      };
    case 'CANCELLING':
      return { kind: 'cancelling', since, by, actor };
  }
};

const reasonToWait = (facts: RunFacts, { name, timestamp }: State, now: Date): RunReason => {
  const start = facts.nextStart ?? timestamp;
  const full = facts.limits.find(({ limit, taken }) => taken >= limit);
  if (facts.policy.retryType === 'in_process')
    return { kind: 'retry', at: start, attempt: facts.runCount + 1, inProcess: true };
  if (start > now) {
    if (name === 'AwaitingConcurrencySlot')
      return full === undefined
        ? { kind: 'slot-asked-again', at: start }
        : { kind: 'limit-full', limit: full, askedAgainAt: start };
    return name === 'AwaitingRetry'
      ? { kind: 'retry', at: start, attempt: facts.runCount + 1, inProcess: false }
      : { kind: 'not-due', start };
  }
  return whyNotTaken(facts, now) ?? { kind: 'not-taken', asked: askedFor(facts) };
};

/** What keeps a run that is due from being taken, the surest first. */
const whyNotTaken = (facts: RunFacts, now: Date): RunReason | null => {
  const { deployment, workQueue, workPool } = facts;
  if (deployment === 'gone') return { kind: 'deployment-gone' };
  if (deployment === null && workQueue === null) return { kind: 'nobody-claims' };
  if (workPool?.paused === true)
    return { kind: 'paused', of: 'work-pool', name: workPool.name, pause: workPool.pause };
  if (workQueue?.paused === true)
    return { kind: 'paused', of: 'work-queue', name: workQueue.name, pause: workQueue.pause };
  const full = facts.limits.find(({ limit, taken }) => taken >= limit);
  if (full !== undefined) return { kind: 'limit-full', limit: full, askedAgainAt: null };
  const asked = askedFor(facts);
  const silentMs = asked.lastPolled === null ? Infinity : now.getTime() - asked.lastPolled.getTime();
  return silentMs >= facts.polledWithinSeconds * 1000 ? { kind: 'no-runner', asked } : null;
};

/** A queue is asked for, or the deployments that are in it. */
const askedFor = ({ deployment, workQueue }: RunFacts): Asked => {
  const times = [deployment === 'gone' ? null : deployment?.lastPolled, workQueue?.lastPolled];
  const lastPolled = times.reduce<Date | null>(
    (latest, time) => (time != null && (latest === null || time > latest) ? time : latest),
    null,
  );
  if (workQueue !== null) return { of: 'work-queue', name: workQueue.name, lastPolled };
  return {
    of: 'deployment',
    name: deployment === null || deployment === 'gone' ? '' : deployment.name,
    lastPolled,
  };
};
