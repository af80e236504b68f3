import type { ResourceEventCreate, TaskEvent } from '@carillon/core';
import type { Context } from '../../context.ts';
import { insertClientEvents } from '../resource-events/statements/insert-client-events.ts';
import { recordTaskEvents } from './record-task-events.ts';

/** What a client told, and what that says of a task run whose states it decides itself. */
export type ReceivedEvent = { event: ResourceEventCreate; taskEvent: TaskEvent | null };

/** Keeps events, and records the task runs that they tell of; an event whose id is known was sent before, and says nothing new. */
export const receiveEvents = async (context: Context, received: readonly ReceivedEvent[]): Promise<void> => {
  const { db, now, afterCommit, services } = context;
  const once = [...new Map(received.map((one) => [one.event.id, one])).values()];
  const fresh = new Set(await insertClientEvents(db, { events: once.map(({ event }) => event), now }));
  const [first] = fresh;
  if (first === undefined) return;
  const taskEvents = once.flatMap(({ event, taskEvent }) =>
    fresh.has(event.id) && taskEvent !== null ? [taskEvent] : [],
  );
  if (taskEvents.length > 0) await recordTaskEvents(context, taskEvents);
  // Whoever follows all events is told by any id.
  afterCommit(() => services.wake.eventsRecorded([first]));
};
