import { type Rule, substitute } from '../rule.ts';

export const keepSlot: Rule = {
  name: 'keep-slot',
  says: 'A pending run whose slot went to others, since its lease ran out, is Cancelled instead of run when there is no other slot.',
  from: ['PENDING'],
  to: ['RUNNING'],
  decide: ({ proposed, facts: { concurrency } }) =>
    concurrency.limit !== 'lost'
      ? null
      : {
          kind: 'reject',
          reason: 'Deployment concurrency limit reached after lease expiry.',
          substitute: substitute(proposed, {
            type: 'CANCELLED',
            name: 'Cancelled',
            message:
              'Deployment concurrency slot lost during provisioning - no slots available to continue execution',
          }),
        },
};
