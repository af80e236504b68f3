import type { Rule } from '../rule.ts';

export const keepConcurrencyLease: Rule = {
  name: 'keep-concurrency-lease',
  says: 'A state that names no concurrency lease keeps the one of the state before.',
  from: 'any',
  to: 'any',
  decide: ({ run, proposed }) => {
    const kept = run.state?.stateDetails.deploymentConcurrencyLeaseId ?? null;
    return kept === null || proposed.stateDetails.deploymentConcurrencyLeaseId !== null
      ? null
      : { kind: 'amend', details: { deploymentConcurrencyLeaseId: kept } };
  },
};
