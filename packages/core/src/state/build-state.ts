import type { FlowRunId, StateId, TaskRunId } from '../schemas/id.ts';
import { defaultStateNames, type State, type StateCreate } from '../schemas/state.ts';
import type { ProposedState } from './run.ts';

/** Gives a proposed state the name of its type when it has none. */
export const named = (proposed: StateCreate): ProposedState => ({
  ...proposed,
  name: proposed.name ?? defaultStateNames[proposed.type],
});

/** An instant after the current state's, for the states of a run are told apart by time: a tie moves on by a millisecond. */
export const distinctTimestamp = (now: Date, current: State | null): Date =>
  current === null || now > current.timestamp ? now : new Date(current.timestamp.getTime() + 1);

type Written = { id: StateId; timestamp: Date; flowRunId: FlowRunId | null; taskRunId?: TaskRunId | null };

/** A proposed state as it is written, with the run that it belongs to. SCHEDULED without a scheduled time is due at once. */
export const buildState = (
  proposed: StateCreate,
  { id, timestamp, flowRunId, taskRunId }: Written,
): State => {
  const { type, name, message, data, stateDetails } = named(proposed);
  const scheduledTime = stateDetails.scheduledTime ?? (type === 'SCHEDULED' ? timestamp : null);
  const details = {
    ...stateDetails,
    flowRunId,
    taskRunId: taskRunId ?? stateDetails.taskRunId,
    scheduledTime,
  };
  return { id, type, name, timestamp, message, data, stateDetails: details };
};
