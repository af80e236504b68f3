import { substitute } from '../rule.ts';
import type { TaskRule } from '../task-run.ts';

export const useCached: TaskRule = {
  name: 'use-cached',
  says: 'A task that has a stored result under its cache key does not run: it is completed with that result, as Cached.',
  from: 'any',
  to: ['RUNNING'],
  decide: ({ proposed, facts: { cached } }) => {
    const { cacheKey, refreshCache } = proposed.stateDetails;
    if (cacheKey === null || refreshCache || cached === null) return null;
    const { message, data, stateDetails } = cached;
    return {
      kind: 'reject',
      reason: 'Retrieved state from cache',
      substitute: substitute(proposed, {
        type: 'COMPLETED',
        name: 'Cached',
        message,
        data,
        details: { cacheKey: stateDetails.cacheKey, cacheExpiration: stateDetails.cacheExpiration },
      }),
    };
  },
};
