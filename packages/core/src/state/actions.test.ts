import { expect, test } from 'vitest';
import type { StateCreate } from '../schemas/state.ts';
import { allowedActions, type RunAction, runActions } from './actions.ts';
import { proposal, sampleRun } from './sample-run.ts';

const offered = (state: StateCreate, hasDeployment = true): RunAction[] => {
  const allowed = allowedActions(sampleRun({ state, hasDeployment }));
  return runActions.filter((action) => allowed[action]);
};
const suspended = proposal('PAUSED', { name: 'Suspended', details: { pauseReschedule: true } });

test.for([
  ['a scheduled run', proposal('SCHEDULED'), ['cancel', 'delete']],
  ['a pending run', proposal('PENDING'), ['cancel']],
  ['a running run', proposal('RUNNING'), ['cancel', 'pause']],
  ['a cancelling run', proposal('CANCELLING'), []],
  ['a paused run', proposal('PAUSED'), ['cancel', 'resume', 'delete']],
  ['a suspended run', suspended, ['cancel', 'resume', 'delete']],
  ['a failed run', proposal('FAILED'), ['retry', 'delete']],
  ['a cancelled run', proposal('CANCELLED'), ['retry', 'delete']],
  ['a completed run', proposal('COMPLETED'), ['retry', 'delete']],
  [
    'a completed run with a stored result',
    proposal('COMPLETED', { data: { type: 'reference' } }),
    ['delete'],
  ],
] as const)('%s is offered what the rules let pass', ([, state, actions]) => {
  expect(offered(state)).toEqual(actions);
});

test('what needs a deployment is not offered without one', () => {
  expect(offered(proposal('FAILED'), false)).toEqual(['delete']);
  expect(offered(suspended, false)).toEqual(['cancel', 'delete']);
});
