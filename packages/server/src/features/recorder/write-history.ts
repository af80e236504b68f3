import { microsecondsOf, preciselyAt } from '@carillon/core';
import type { Db } from '../../database/db.ts';
import { insertTaskStates, type ToldState } from './statements/insert-task-states.ts';
import { knownStates } from './statements/known-states.ts';

/**
 * Adds states to the histories of locked task runs, once each; of several of one instant each is a microsecond later than the one
 * before. Answers those that are new, by id, as they were written.
 */
export const writeHistory = async (
  db: Db,
  states: readonly ToldState[],
): Promise<ReadonlyMap<string, ToldState>> => {
  const added = new Map<string, ToldState>();
  let rest = states;
  while (rest.length > 0) {
    const written = await insertTaskStates(db, rest);
    for (const state of rest) if (written.has(state.id)) added.set(state.id, state);
    const left = rest.filter(({ id }) => !written.has(id));
    const known = left.length === 0 ? written : await knownStates(db, left);
    rest = movedOn(left.filter(({ id }) => !known.has(id)));
  }
  return added;
};

const movedOn = (states: readonly ToldState[]): ToldState[] => {
  const steps = new Map<string, number>();
  return states.map((state) => {
    const moment = `${state.taskRunId} ${state.timestamp}`;
    const step = (steps.get(moment) ?? 0) + 1;
    steps.set(moment, step);
    return { ...state, timestamp: preciselyAt(microsecondsOf(state.timestamp) + step) };
  });
};
