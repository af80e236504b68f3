import { expect, test } from 'vitest';
import { type LimitPlan, type LimitWish, type LinkedLimit, planLimit } from './plan-limit.ts';

const own: LinkedLimit = { id: 'own', size: 3, owned: true };
const shared: LinkedLimit = { id: 'shared', size: 3, owned: false };

const cases: [string, LinkedLimit | null, LimitWish, LimitPlan][] = [
  ['nothing is said', own, {}, { kind: 'keep' }],
  ['the same size again', own, { concurrencyLimit: 3 }, { kind: 'keep' }],
  ['another size', own, { concurrencyLimit: 4 }, { kind: 'own', size: 4 }],
  ['a size for the first time', null, { concurrencyLimit: 1 }, { kind: 'own', size: 1 }],
  ['a size where a shared limit is linked', shared, { concurrencyLimit: 3 }, { kind: 'own', size: 3 }],
  ['no size', own, { concurrencyLimit: null }, { kind: 'none' }],
  ['no size where a shared limit is linked', shared, { concurrencyLimit: null }, { kind: 'none' }],
  ['no size where there is none', null, { concurrencyLimit: null }, { kind: 'keep' }],
  ['a shared limit', own, { globalConcurrencyLimitId: 'shared' }, { kind: 'share', id: 'shared' }],
  ['the same shared limit again', shared, { globalConcurrencyLimitId: 'shared' }, { kind: 'keep' }],
  ['no shared limit', shared, { globalConcurrencyLimitId: null }, { kind: 'none' }],
  [
    'a shared limit and no own one',
    null,
    { concurrencyLimit: null, globalConcurrencyLimitId: 'shared' },
    { kind: 'share', id: 'shared' },
  ],
  [
    'an own limit and no shared one',
    shared,
    { concurrencyLimit: 2, globalConcurrencyLimitId: null },
    { kind: 'own', size: 2 },
  ],
];

test.each(cases)('%s', (_, current, wish, plan) => {
  expect(planLimit(current, wish)).toEqual(plan);
});
