import {
  type api,
  DomainError,
  noStateDetails,
  type OrchestrationResult,
  type State,
  type StateCreate,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { acceptInput } from './accept-input.ts';
import { stateOf } from './orchestrated-run.ts';
import { setFlowRunState } from './set-state.ts';
import { lockRuns } from './statements/lock-runs.ts';
import { writeInput } from './statements/write-input.ts';

type Resume = (typeof api)['flowRuns']['resume'];

/**
 * Lets a paused run go on: RUNNING, or scheduled for now where it was suspended. What it asked for is filled in, checked, and kept
 * for it with the step; REJECT says what is wrong with the input, and changes nothing.
 */
export const resumeRun = async (
  context: Context,
  { id, runInput }: z.output<Resume['input']>,
): Promise<OrchestrationResult> => {
  const { db, now } = context;
  const [row] = await lockRuns(db, [id]);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  const paused = stateOf(row);
  if (paused?.type !== 'PAUSED') return notPaused;
  const keyset = paused.stateDetails.runInputKeyset;
  const input = keyset === null ? null : await acceptInput(context, { id, keyset, runInput: runInput ?? {} });
  if (input !== null && 'fault' in input) return refused(paused, input.fault);
  const result = await setFlowRunState(context, {
    id,
    state: goingOn(paused, now),
    force: false,
    leaseToken: null,
  });
  if (result.status === 'ACCEPT' && input !== null)
    await writeInput(db, { flowRunId: id, key: input.key, value: JSON.stringify(input.value), now });
  return result;
};

const notPaused: OrchestrationResult = {
  state: null,
  status: 'ABORT',
  details: { type: 'abort_details', reason: 'Cannot resume a flow run that is not paused.' },
};

const refused = (state: State, reason: string): OrchestrationResult => ({
  state,
  status: 'REJECT',
  details: { type: 'reject_details', reason },
});

const goingOn = ({ stateDetails }: State, now: Date): StateCreate => {
  const common = { message: null, data: null };
  return stateDetails.pauseReschedule
    ? {
        ...common,
        type: 'SCHEDULED',
        name: 'Resuming',
        stateDetails: { ...noStateDetails, scheduledTime: now },
      }
    : { ...common, type: 'RUNNING', name: null, stateDetails: noStateDetails };
};
