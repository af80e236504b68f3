import { expect, test } from 'vitest';
import { instant } from './time.ts';

test.each([
  ['2026-03-08T09:00:00Z', '2026-03-08T09:00:00.000Z'],
  ['2026-03-08T09:00:00.123456+01:00', '2026-03-08T08:00:00.123Z'],
  ['2026-03-08T09:00', '2026-03-08T09:00:00.000Z'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
])('%s is the instant %s', (value, iso) => {
  expect(instant.parse(value).toISOString()).toBe(iso);
});

test.each(['soon', '2026-02-31T00:00:00Z', 5, null])('%s is told what an instant looks like', (value) => {
  expect(instant.safeParse(value).error?.issues).toMatchObject([
    { path: [], message: 'must be an ISO 8601 instant such as 2026-03-08T09:00:00Z' },
  ]);
});
