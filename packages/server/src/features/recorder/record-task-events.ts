import { defaultStateNames, microsecondsOf, type TaskEvent, taskRunId } from '@carillon/core';
import type { Context } from '../../context.ts';
import { lockParents } from '../task-runs/statements/lock-parents.ts';
import { findTargets, type TaskName } from './statements/find-targets.ts';
import { insertTargets, type NewTarget } from './statements/insert-targets.ts';
import type { ToldState } from './statements/insert-task-states.ts';
import { lockTargets } from './statements/lock-targets.ts';
import { parkTaskEvents } from './statements/park-task-events.ts';
import { type TargetUpdate, updateTargets } from './statements/update-targets.ts';
import { toldMembers } from './told-members.ts';
import { writeHistory } from './write-history.ts';

/**
 * Makes task runs and their states out of what clients told of them, in whatever order, and however often. A task run is the one
 * that has its keys in its flow run, whatever its id. Every state goes into the history; the task run becomes what the latest one
 * told, and is not changed by what is older. No rule is asked: the client has decided. What belongs to a flow run that is not
 * there yet waits for it.
 */
export const recordTaskEvents = async (context: Context, told: readonly TaskEvent[]): Promise<void> => {
  const { db, now, log } = context;
  const parents = told.map((event) => event.flowRunId).filter((id) => id !== null);
  const there = new Set((await lockParents(db, [...new Set(parents)])).map(({ id }) => id));
  const isThere = ({ flowRunId }: TaskEvent): boolean => flowRunId === null || there.has(flowRunId);
  const early = told.filter((event) => !isThere(event));
  if (early.length > 0) await parkTaskEvents(db, { events: early, now });
  const events = told.filter(isThere);
  if (events.length === 0) return;

  const targets = await ensureTargets(context, events);
  const states = events.flatMap((event, index) => {
    const target = targets[index];
    if (target != null) return [stateOf(event, target)];
    log.warn(
      { id: event.id, taskRunId: event.taskRunId },
      'a task run that is not there was told of without its keys',
    );
    return [];
  });
  const enteredAt = await lockTargets(db, [...new Set(states.map((state) => state.taskRunId))]);
  const written = await writeHistory(db, states);
  const updates = latestOf(events, { written, enteredAt });
  if (updates.length > 0) await updateTargets(db, { updates, now });
};

const nameOf = ({ taskRunId, flowRunId, run }: TaskEvent): TaskName => ({
  taskRunId,
  flowRunId,
  taskKey: run.taskKey ?? null,
  dynamicKey: run.dynamicKey ?? null,
});

const isNew = ({ taskKey, dynamicKey }: TaskName): boolean => taskKey !== null && dynamicKey !== null;

const triesMax = 3;

/** The task run of each event, made where it is missing; null of one that cannot be made. */
const ensureTargets = async (
  { db, now }: Context,
  events: readonly TaskEvent[],
): Promise<(string | null)[]> => {
  const names = events.map(nameOf);
  let targets = await findTargets(db, names);
  // What took the keys may have been deleted in this moment, and then they are free again.
  for (let tries = 0; tries < triesMax; tries += 1) {
    const missing = names.filter((name, index) => targets[index] === null && isNew(name));
    if (missing.length === 0) break;
    await insertTargets(db, {
      targets: missing.map(
        ({ taskRunId: id, flowRunId, taskKey, dynamicKey }): NewTarget => ({
          id,
          flowRunId,
          taskKey: taskKey ?? '',
          dynamicKey: dynamicKey ?? '',
        }),
      ),
      now,
    });
    targets = await findTargets(db, names);
  }
  return targets;
};

const stateOf = ({ id, occurred, state, flowRunId }: TaskEvent, target: string): ToldState => ({
  id,
  taskRunId: target,
  type: state.type,
  name: state.name ?? defaultStateNames[state.type],
  timestamp: occurred,
  message: state.message,
  data: state.data,
  stateDetails: {
    ...state.stateDetails,
    taskRunId: taskRunId.parse(target),
    flowRunId,
  },
});

type Told = {
  /** The states that are new, by the ids of their events. */
  written: ReadonlyMap<string, ToldState>;
  /** When each task run came into the state that it is in, in microseconds. */
  enteredAt: ReadonlyMap<string, number>;
};

/** What each task run has become by those of the events that are later than its state, taken in the order in which they came. */
const latestOf = (events: readonly TaskEvent[], { written, enteredAt }: Told): TargetUpdate[] => {
  const at = new Map(enteredAt);
  const updates = new Map<string, TargetUpdate>();
  for (const { id, flowRunId, run } of events) {
    const state = written.get(id);
    if (state === undefined) continue;
    const { taskRunId, timestamp } = state;
    const entered = microsecondsOf(timestamp);
    if (entered <= (at.get(taskRunId) ?? Number.NEGATIVE_INFINITY)) continue;
    at.set(taskRunId, entered);
    const members = { ...updates.get(taskRunId)?.members, ...toldMembers(run) };
    updates.set(taskRunId, { flowRunId, state, members });
  }
  return [...updates.values()];
};
