import { concurrencyLimitId } from '@carillon/core';
import { expect, test } from 'vitest';
import { deletionInWords } from './delete.ts';

const limit = {
  id: concurrencyLimitId.parse('0192f7a0-0000-7000-8000-000000000000'),
  name: 'report/daily',
  limit: 2,
};

test('what goes and what stays is said, and nothing that is not there', () => {
  const words = deletionInWords('report/daily', {
    schedules: ['eu', 'us'],
    goes: { planned: 3, due: 1 },
    stays: { live: 2, paused: 0, waiting: 0 },
    limit: { ...limit, goes: true },
  });
  expect(words.split('\n')).toEqual([
    'Deleting report/daily:',
    '  goes   2 schedules: eu, us',
    '  goes   3 runs planned ahead',
    '  goes   1 run due, that nobody has begun',
    '  goes   its concurrency limit (2)',
    '  stays  2 runs at work',
    '  stays  the runs that have ended, with their logs',
  ]);
});
