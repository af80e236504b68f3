import { expect, it } from 'vitest';
import { outcomeOf, type Traces } from './outcome.ts';

const quiet: Traces = {
  stop: null,
  said: null,
  uncaught: null,
  timeoutMs: null,
  end: { kind: 'exit', code: 0 },
};
const completed = { kind: 'completed', result: { json: 'null', problem: null } } as const;
const failed = { kind: 'failed', message: 'Error: no' } as const;

it.each<[string, Partial<Traces>, object]>([
  ['what it said counts, whatever its exit', { said: completed, end: { kind: 'exit', code: 9 } }, completed],
  ['a failure is a failure', { said: failed }, failed],
  [
    'a timeout counts more than what it said afterwards',
    { stop: 'timed-out', said: completed, timeoutMs: 10_000 },
    { kind: 'timed-out', message: 'timed out after 10 s' },
  ],
  ['so does a cancellation', { stop: 'cancelled', said: completed }, { kind: 'cancelled' }],
  ['a stopping runner keeps what was finished', { stop: 'draining', said: completed }, completed],
  [
    'and takes an aborted flow for its own doing',
    { stop: 'draining', said: failed },
    { kind: 'crashed', message: 'the runner was stopped' },
  ],
  [
    'a killed run too',
    { stop: 'killed', end: { kind: 'signal', signal: 'SIGKILL' } },
    { kind: 'crashed', message: 'the runner was stopped' },
  ],
  [
    'a process that cannot be started',
    { end: { kind: 'not-started', reason: 'spawn EAGAIN' } },
    { kind: 'crashed', message: "the flow's process could not be started: spawn EAGAIN" },
  ],
])('%s', (_, traces, outcome) => {
  expect(outcomeOf({ ...quiet, ...traces })).toEqual(outcome);
});
