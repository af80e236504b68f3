import type { State, StateCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { LockedTaskRow, Parents } from './orchestrated-task-run.ts';
import { readCachedStates } from './statements/read-cached-states.ts';
import { readTakenTransitions } from './statements/read-taken-transitions.ts';
import { type TagSlots, tagSlots } from './tag-slots.ts';

/** A state that a task run is to get; `at` is when it entered it, by our own clock. */
export type ProposedTaskState = { state: StateCreate; at: Date; force: boolean };

export type TaskProposals = { id: string; states: readonly ProposedTaskState[] };

/** What the rules are told of everything but the task run itself. */
export type TaskFacts = {
  parents: Parents;
  /** Results that can take the place of running, by cache key. */
  cached: ReadonlyMap<string, State>;
  /** What was made of a task run's earlier proposals; see `takenKey`. */
  taken: ReadonlyMap<string, State>;
  slots: TagSlots;
};

type Asked = { tasks: readonly TaskProposals[]; rows: readonly LockedTaskRow[]; parents: Parents };

/** No rule but the background's looks at what is deferred, or forced. */
const asksForSlots = ({ state, force }: ProposedTaskState): boolean =>
  state.type === 'RUNNING' && !force && state.stateDetails.deferred !== true;

const cacheKeys = ({ state: { type, stateDetails } }: ProposedTaskState): string[] =>
  type === 'RUNNING' && stateDetails.cacheKey !== null && !stateDetails.refreshCache
    ? [stateDetails.cacheKey]
    : [];

/** Reads, for locked task runs, what the rules ask about these proposals; locks the limits of those that would take slots. */
export const gatherFacts = async (context: Context, { tasks, rows, parents }: Asked): Promise<TaskFacts> => {
  const { db, now } = context;
  const proposed = tasks.flatMap(({ states }) => states);
  const taken = await readTakenTransitions(db, {
    taskRunIds: rows.map(({ id }) => id),
    transitionIds: proposed.flatMap(({ state }) => state.stateDetails.transitionId ?? []),
  });
  const cached = await readCachedStates(db, { keys: [...new Set(proposed.flatMap(cacheKeys))], now });
  const asking = new Set(tasks.filter(({ states }) => states.some(asksForSlots)).map(({ id }) => id));
  const slots = await tagSlots(
    context,
    rows.filter(({ id }) => asking.has(id)).flatMap(({ tags }) => tags),
  );
  return { parents, cached, taken, slots };
};
