import { type EventFilter, eventFilter, type ResourceEvent } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { Db } from '../../database/db.ts';
import { always, type Condition } from '../../filters/condition.ts';
import type { Position } from '../events/position.ts';
import { readChanges } from '../events/read-events.ts';
import { type Snapshot, toldThrough } from '../events/snapshot.ts';
import { startPosition } from '../events/start-position.ts';
import type { PlacedChange } from '../events/statements/read-places.ts';
import { recorded } from './sources/recorded.ts';
import { runStates } from './sources/run-states.ts';
import { readById } from './statements/read-by-id.ts';
import { readClientEventsWithin } from './statements/read-client-events-within.ts';
import { readClientStart } from './statements/read-client-start.ts';
import { readClientWindow } from './statements/read-client-window.ts';

/** How far somebody has been told: of the server's own events, and of what clients told. */
export type TailPosition = { changes: Position; clients: Snapshot };
export type TailPage = { events: ResourceEvent[]; position: TailPosition; more: boolean };

/** What is asked of the rows already; `everything` of all that is written. */
export type TailFilter = {
  changes: EventFilter;
  clients: Condition;
  /** How many events of clients are looked at for a page; of the server's own, how many are told. */
  size: { clients: number; changes: number };
};

export const everything: TailFilter = {
  changes: eventFilter.parse({}),
  clients: always,
  size: { clients: 200, changes: 200 },
};

/** With what was written since an instant, or with what is committed from now on. */
export const tailStart = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  since: Date | null,
): Promise<TailPosition> => ({
  clients: await readClientStart(db, { since, now }),
  changes: await startPosition(db, { after: null, since }),
});

const readViews = async (db: Db, places: readonly PlacedChange[]): Promise<Map<string, ResourceEvent>> => {
  const ids = (ofRecorded: boolean): string[] =>
    places.filter((place) => place.recorded === ofRecorded).map(({ id }) => id);
  const events = [
    ...(await readById(db, runStates, ids(false))),
    ...(await readById(db, recorded, ids(true))),
  ];
  return new Map(events.map((event) => [event.id, event]));
};

const byTime = (one: ResourceEvent, other: ResourceEvent): number =>
  one.occurred < other.occurred ? -1 : one.occurred > other.occurred ? 1 : 0;

/** What was committed after a position, a page of it. `more`: what follows may be committed already. */
export const readTail = async (
  db: Db,
  { position, filter }: { position: TailPosition; filter: TailFilter },
): Promise<TailPage> => {
  const { size } = filter;
  const seen = position.clients;
  const window = await readClientWindow(db, { seen, size: size.clients });
  const told = window.empty ? [] : await readClientEventsWithin(db, { seen, window, where: filter.clients });
  const after = { position: position.changes, filter: filter.changes, limit: size.changes };
  const changes = await readChanges(db, after, readViews);
  return {
    events: [...changes.events.map(({ event }) => event), ...told].toSorted(byTime),
    position: { changes: changes.position, clients: toldThrough(seen, window.now, window.end) },
    more: changes.more || !window.whole,
  };
};
