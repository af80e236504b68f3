import { stateTypes } from '../../schemas/state.ts';
import { type Rule, reject } from '../rule.ts';

export const finishCancelling: Rule = {
  name: 'finish-cancelling',
  says: 'A run that is being cancelled can only become CANCELLED.',
  from: ['CANCELLING'],
  to: stateTypes.filter((type) => type !== 'CANCELLED'),
  decide: () => reject('A run that is being cancelled can only become Cancelled.'),
};
