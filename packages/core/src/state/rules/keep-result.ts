import { carriesResult } from '../carries-result.ts';
import { type Rule, reject } from '../rule.ts';

export const keepResult: Rule = {
  name: 'keep-result',
  says: 'A COMPLETED state with a stored result is not replaced by a COMPLETED state without one, even by force.',
  from: ['COMPLETED'],
  to: ['COMPLETED'],
  decide: ({ run, proposed }) =>
    run.state !== null && carriesResult(run.state.data) && !carriesResult(proposed.data)
      ? reject(
          'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.',
        )
      : null,
};
