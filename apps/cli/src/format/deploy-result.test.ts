import { expect, test } from 'vitest';
import { deployResultsInWords } from './deploy-result.ts';

const unchanged = { added: [], changed: [], removed: [] };

test('each deployment has a line that says what changed, and the last line counts them', () => {
  const words = deployResultsInWords(
    [
      {
        name: 'report/daily',
        id: null,
        nextStart: null,
        changes: {
          outcome: 'changed',
          fields: ['tags'],
          schedules: {
            added: ['us'],
            changed: [{ schedule: 'eu', from: 'cron 0 8 * * 1-5', to: '0 9 * * 1-5' }],
            removed: ['old'],
          },
        },
      },
      {
        name: 'hello/every-5s',
        id: null,
        nextStart: null,
        changes: { outcome: 'unchanged', fields: [], schedules: unchanged },
      },
    ],
    ['hello/gone'],
  );
  expect(words.split('\n')).toEqual([
    'report/daily    changed    members: tags; schedules: + us, ~ eu (cron 0 8 * * 1-5 → 0 9 * * 1-5), - old',
    'hello/every-5s  unchanged',
    'hello/gone      removed',
    '1 changed, 1 unchanged, 1 removed',
  ]);
});
