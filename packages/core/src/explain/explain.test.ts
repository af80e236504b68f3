import { expect, test } from 'vitest';
import type { RunLimit } from '../schemas/explanation.ts';
import { explainRun } from './explain.ts';
import type { RunFacts } from './facts.ts';

const at = (time: string): Date => new Date(`2026-11-25T${time}Z`);
const now = at('09:00:45');

const details = { pauseTimeout: null, pauseReschedule: false, runInputKeyset: null };
const state = (
  type: NonNullable<RunFacts['state']>['type'],
  name: string,
  more: Partial<NonNullable<RunFacts['state']>> = {},
): NonNullable<RunFacts['state']> => ({
  type,
  name,
  timestamp: at('09:00:03'),
  message: null,
  details,
  actor: null,
  ...more,
});

const polled = (lastPolled: Date | null) => ({ paused: false, pause: null, lastPolled });

const facts: RunFacts = {
  state: state('SCHEDULED', 'Late'),
  policy: { retryType: null },
  runCount: 0,
  expectedStart: at('09:00:03'),
  nextStart: at('09:00:03'),
  lease: null,
  deployment: { name: 'report/daily', ...polled(at('09:00:40')) },
  workQueue: null,
  workPool: null,
  limits: [],
  polledWithinSeconds: 60,
};

const holder = (name: string, since: string): RunLimit['holders'][number] => ({
  kind: 'flow-run',
  id: null,
  name,
  slots: 1,
  since: at(since),
});

const limit = (more: Partial<RunLimit>): RunLimit => ({
  of: 'own',
  name: 'report/daily',
  limit: 1,
  taken: 1,
  holders: [holder('brave-lynx', '09:00:03')],
  ...more,
});

const actor = { id: null, type: 'CLIENT', displayValue: 'cli' };
const pause = { at: at('08:00:00'), by: actor, reason: 'moving house' };
const queue = { name: 'cluster/fast', ...polled(at('08:50:00')) };
const pool = { name: 'cluster', paused: false, pause: null };
const lease = { holder: 'host:7', until: at('09:01:00') };

test.each<[string, Partial<RunFacts>]>([
  [
    'Late by 42 s: deployment report/daily allows 1 run at a time; run brave-lynx has held the slot since 09:00:03 UTC.',
    { limits: [limit({})] },
  ],
  [
    'Late by 42 s: limit database of deployment report/daily allows 4 runs at a time; a, b and 2 more hold them, the first since 08:59:00 UTC.',
    {
      limits: [
        limit({
          of: 'global',
          name: 'database',
          limit: 4,
          taken: 4,
          holders: [holder('a', '08:59:00'), holder('b', '09:00:00')],
        }),
      ],
    },
  ],
  [
    'Late by 42 s: deployment report/daily allows no runs at all (its limit is 0).',
    { limits: [limit({ limit: 0, taken: 0, holders: [] })] },
  ],
  [
    'Late by 42 s: deployment report/daily allows 2 runs at a time; its 2 slots are taken.',
    { limits: [limit({ limit: 2, taken: 2, holders: [] })] },
  ],
  [
    'Late by 42 s: deployment report/daily allows 1 run at a time; run brave-lynx has held the slot since 09:00:03 UTC; it asks again at 09:01:03 UTC.',
    {
      state: state('SCHEDULED', 'AwaitingConcurrencySlot'),
      nextStart: at('09:01:03'),
      limits: [limit({})],
    },
  ],
  [
    'Late by 42 s: it found no free slot; one is free by now, and it asks again at 09:01:03 UTC, in 18 s.',
    {
      state: state('SCHEDULED', 'AwaitingConcurrencySlot'),
      nextStart: at('09:01:03'),
      limits: [limit({ taken: 0, holders: [] })],
    },
  ],
  [
    'Starts at 14:05:45 UTC, in 5 h 5 min.',
    { state: state('SCHEDULED', 'Scheduled'), nextStart: at('14:05:45') },
  ],
  [
    'Starts at Fri 1 Jan 2027 00:00:00 UTC, in 36 d 14 h.',
    { state: state('SCHEDULED', 'Scheduled'), nextStart: new Date('2027-01-01T00:00:00Z') },
  ],
  [
    'Attempt 2 is due at 09:01:00 UTC, in 15 s.',
    { state: state('SCHEDULED', 'AwaitingRetry'), runCount: 1, nextStart: at('09:01:00') },
  ],
  [
    'Attempt 2 is due at 09:01:00 UTC, in 15 s, in the process that had the last one.',
    {
      state: state('SCHEDULED', 'AwaitingRetry'),
      policy: { retryType: 'in_process' },
      runCount: 1,
      nextStart: at('09:01:00'),
    },
  ],
  [
    'Late by 42 s: runners ask for deployment report/daily (last at 09:00:40 UTC), and none has taken it yet; all of them may be busy.',
    {},
  ],
  [
    'Late by 42 s: no runner has ever asked for deployment report/daily.',
    { deployment: { name: 'report/daily', ...polled(null) } },
  ],
  [
    'Late by 42 s: no runner has asked for work queue cluster/fast since 08:50:00 UTC.',
    { deployment: null, workQueue: queue, workPool: pool },
  ],
  [
    'Late by 42 s: no runner has ever asked for deployment report/daily. (Deployment report/daily has been paused since 08:00:00 UTC by cli: moving house; that only keeps its schedules from making runs.)',
    { deployment: { name: 'report/daily', paused: true, pause, lastPolled: null } },
  ],
  [
    'Late by 42 s: work pool cluster has been paused since 08:00:00 UTC by cli: moving house.',
    { workQueue: queue, workPool: { ...pool, paused: true, pause } },
  ],
  [
    'Late by 42 s: work queue cluster/fast is paused.',
    { workQueue: { ...queue, paused: true }, workPool: pool },
  ],
  ['Late by 42 s: its deployment is deleted, so nobody claims it.', { deployment: 'gone' }],
  [
    'Late by 42 s: it has neither a deployment nor a work pool, so nobody claims it; who made it has to start it.',
    { deployment: null },
  ],
  [
    'Claimed by runner host:7 at 09:00:03 UTC; its process is starting; its lease lasts until 09:01:00 UTC.',
    { state: state('PENDING', 'Pending'), lease },
  ],
  [
    'Pending since 09:00:03 UTC, without a lease: who proposed that has to start it.',
    { state: state('PENDING', 'Pending') },
  ],
  [
    'Running since 09:00:03 UTC on runner host:7, attempt 2; its lease lasts until 09:01:00 UTC.',
    { state: state('RUNNING', 'Running'), runCount: 2, lease },
  ],
  ['Running since 09:00:03 UTC.', { state: state('RUNNING', 'Running'), runCount: 1 }],
  [
    'Paused since 09:00:03 UTC; it waits for input until 10:00:00 UTC at the latest.',
    {
      state: state('PAUSED', 'Paused', {
        details: { pauseTimeout: at('10:00:00'), pauseReschedule: false, runInputKeyset: { base: 'x' } },
      }),
    },
  ],
  [
    'Suspended since 09:00:03 UTC; it waits to be resumed.',
    { state: state('PAUSED', 'Suspended', { details: { ...details, pauseReschedule: true } }) },
  ],
  [
    'Being cancelled by cli since 09:00:03 UTC; its process on runner host:7 is to end.',
    { state: state('CANCELLING', 'Cancelling', { actor }), lease },
  ],
  [
    'TimedOut at 09:00:03 UTC: took too long.',
    { state: state('FAILED', 'TimedOut', { message: 'took too long.' }) },
  ],
  ['Cancelled at 09:00:03 UTC by cli.', { state: state('CANCELLED', 'Cancelled', { actor }) }],
  ['It has no state.', { state: null }],
])('%s', (sentence, more) => {
  expect(explainRun({ ...facts, ...more }, { now, timezone: 'UTC' }).sentence).toBe(sentence);
});

test('a run that has just become due is not late', () => {
  const due = { ...facts, nextStart: now, deployment: { name: 'report/daily', ...polled(null) } };
  expect(explainRun(due, { now, timezone: 'UTC' })).toEqual({
    lateSeconds: 0,
    reason: { kind: 'no-runner', asked: { of: 'deployment', name: 'report/daily', lastPolled: null } },
    sentence: 'No runner has ever asked for deployment report/daily.',
  });
});

test('times are those of the timezone, and its day', () => {
  const ended = { ...facts, state: state('COMPLETED', 'Completed', { timestamp: at('04:59:59') }) };
  expect(explainRun(ended, { now, timezone: 'America/New_York' }).sentence).toBe(
    'Completed at Tue 24 Nov 23:59:59.',
  );
});
