import type { RunEnded } from '@carillon/runner';
import { expect, it } from 'vitest';
import { runEndLine } from './run-end-line.ts';

const end: RunEnded = {
  runId: '0192',
  runName: 'rosy-heron',
  deployment: 'hello/demo',
  schedule: { slug: null, kind: 'cron' },
  state: 'Completed',
  message: null,
  durationMs: 41.2,
  lateMs: 2.6,
};
const endedAt = new Date(2026, 10, 24, 12, 0, 5, 44);

it('says when, what, how it ended, how long it took and how late it began', () => {
  expect(runEndLine(end, endedAt)).toBe(
    '12:00:05.003  hello/demo  cron      rosy-heron        completed  in 41 ms   started 3 ms after due',
  );
});

it('says why a run failed, and nothing of times that it does not have', () => {
  const failed = {
    ...end,
    schedule: null,
    state: 'Failed',
    message: 'no\nmore',
    durationMs: null,
    lateMs: null,
  };
  expect(runEndLine(failed, endedAt)).toBe(
    '12:00:05.044  hello/demo  -         rosy-heron        failed     no',
  );
});
