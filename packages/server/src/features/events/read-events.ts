import type { EventFilter } from '@carillon/core';
import type { Db } from '../../database/db.ts';
import { cursorRefused, type Position, type Window } from './position.ts';
import { type Snapshot, toldThrough } from './snapshot.ts';
import { findEarlierChanges } from './statements/find-earlier-changes.ts';
import { type PlacedChange, readPlaces } from './statements/read-places.ts';
import { readRecordedEvents } from './statements/read-recorded-events.ts';
import { readStateEvents } from './statements/read-state-events.ts';
import { readWindow } from './statements/read-window.ts';
import { type EventView, recordedEventView, stateEventView } from './view.ts';

/** Changes that are put in order at a time: more than come in a moment, and few enough to sort for each page. */
const windowSize = 2000;

export type ChangePage<View> = {
  /** Each with the position once it is told. */
  events: { event: View; position: Position }[];
  /** Once all of them are told. */
  position: Position;
  /** What follows may be committed already. */
  more: boolean;
};

type After = { position: Position; filter: EventFilter; limit: number };

/**
 * What comes after a position, in whatever words: at most `limit` changes that match and are told. Holds nothing between two
 * calls; what a reader has not asked for stays in the database. Throws INPUT_INVALID for a position of another database.
 */
export const readChanges = async <View>(
  db: Db,
  { position, filter, limit }: After,
  readViews: (db: Db, places: readonly PlacedChange[]) => Promise<ReadonlyMap<string, View>>,
): Promise<ChangePage<View>> => {
  const { seen, part } = position;
  const { whole, empty, ...window } = part === null ? await openWindow(db, seen) : reopened(part);
  const end: Position = { seen: toldThrough(seen, window.now, window.end), part: null };
  if (empty) return { events: [], position: end, more: false };

  const found = await readPlaces(db, { seen, window, after: part?.after ?? null, filter, limit: limit + 1 });
  const places = found.slice(0, limit);
  const full = found.length > places.length;
  const views = await readViews(db, places);
  const lastPlace = places.at(-1);
  const positionAt = (place: PlacedChange | undefined): Position =>
    place === undefined || (place === lastPlace && !full) ? end : { seen, part: { ...window, after: place } };
  return {
    events: places.flatMap((place) => {
      const event = views.get(place.id);
      // A run takes its states with it when it is deleted.
      return event === undefined ? [] : [{ event, position: positionAt(place) }];
    }),
    position: positionAt(lastPlace),
    more: full || !whole,
  };
};

/** The same in our own words. */
export const readEvents = (db: Db, after: After): Promise<ChangePage<EventView>> =>
  readChanges(db, after, readViews);

type OpenWindow = Window & { whole: boolean; empty: boolean };

const reopened = ({ now, end }: Window): OpenWindow => ({ now, end, whole: false, empty: false });

/** Wide enough that of one thing no earlier change is left for the next window. */
const openWindow = async (db: Db, seen: Snapshot): Promise<OpenWindow> => {
  const window = await readWindow(db, { seen, size: windowSize });
  if (seen.end > window.now.end)
    throw cursorRefused('is of another database, or from before this one was restored; leave it out');
  if (window.whole) return window;
  let { end } = window;
  while (true) {
    const beyond = await findEarlierChanges(db, { seen, window: { now: window.now, end } });
    if (beyond === null) return { ...window, end };
    end = beyond + 1;
  }
};

const readViews = async (db: Db, places: readonly PlacedChange[]): Promise<Map<string, EventView>> => {
  const ids = (recorded: boolean): string[] =>
    places.filter((place) => place.recorded === recorded).map(({ id }) => id);
  const states = await readStateEvents(db, ids(false));
  const recorded = await readRecordedEvents(db, ids(true));
  return new Map(
    [...states.map(stateEventView), ...recorded.map(recordedEventView)].map((event) => [event.id, event]),
  );
};
