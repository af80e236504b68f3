import { type Rule, reject } from '../rule.ts';

export const markLate: Rule = {
  name: 'mark-late',
  says: 'Only a scheduled run can be marked Late, and only once.',
  from: 'any',
  to: ['SCHEDULED'],
  decide: ({ run: { state }, proposed }) => {
    if (proposed.name !== 'Late') return null;
    if (state?.type !== 'SCHEDULED') return reject('Only scheduled flows can be marked late.');
    return state.name === 'Late' ? reject('This flow run is already marked late.') : null;
  },
};
