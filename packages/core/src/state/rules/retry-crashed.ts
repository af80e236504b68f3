import type { Rule } from '../rule.ts';
import { awaitRetry, hasRetriesLeft } from './retry-failed.ts';

export const retryCrashed: Rule = {
  name: 'retry-crashed',
  says:
    'A run whose process died under the lease of its runner becomes AwaitingRetry, for any runner, when it has retries left. ' +
    'One that died before it ran has used an attempt, too: it may die so each time.',
  from: ['PENDING', 'RUNNING', 'PAUSED'],
  to: ['CRASHED'],
  decide: (transition) => {
    const { run } = transition;
    const runCount = run.runCount + (run.state?.type === 'PENDING' ? 1 : 0);
    const ended = { ...run, runCount };
    if (!run.leased || !run.hasDeployment || !hasRetriesLeft(ended)) return null;
    return awaitRetry({ ...transition, run: ended });
  },
};
