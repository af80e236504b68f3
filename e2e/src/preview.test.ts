import { expect, test } from 'vitest';
import { carillonOnce } from '../fixtures/carillon.ts';

const preview = (...args: string[]) => carillonOnce(['schedules', 'preview', ...args]);

test('the starts of a cron expression, with a note on the day the clocks go forward', async () => {
  const args = ['30 2 * * *', '--timezone', 'America/New_York', '--from', '2026-03-06', '--count', '4'];
  expect(await preview(...args)).toEqual({
    status: 0,
    said: [
      'Fri  6 Mar 02:30 EST',
      'Sat  7 Mar 02:30 EST',
      'Sun  8 Mar 03:30 EDT   ← 02:30 does not exist that day (clocks go forward); runs at 03:30',
      'Mon  9 Mar 02:30 EDT',
    ].join('\n'),
  });
});

test.each([
  ['0 25 * * *', 'cron "0 25 * * *": hour 25 is outside 0-23 (field 2)'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'rrule "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": never fires'],
])('%s is refused in words, exit status 1', async (text, said) => {
  expect(await preview(text)).toEqual({ status: 1, said });
});

test('an unknown zone is refused, with the one that was meant', async () => {
  expect(await preview('0 9 * * *', '--timezone', 'Europe/Berln')).toEqual({
    status: 1,
    said: expect.stringContaining('timezone "Europe/Berln" is unknown; did you mean Europe/Berlin?'),
  });
});
