import type { ResourceEvent, ResourceEventFilter } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { Db } from '../../database/db.ts';
import { conditionOf } from './filter.ts';
import { type PageToken, writePageToken } from './page-token.ts';
import { sources } from './sources/index.ts';
import { keptSpan, type Span, spanOf } from './span.ts';
import { countMatching } from './statements/count-matching.ts';
import { readById } from './statements/read-by-id.ts';
import { readDistinctIds } from './statements/read-distinct-ids.ts';
import { type Place, type PlacedEvent, readMatching } from './statements/read-matching.ts';

export type EventPage = { events: ResourceEvent[]; total: number; nextToken: string | null };

/** The first events that match, and how many do. */
export const listResourceEvents = async (
  context: Context,
  { filter, limit }: { filter: ResourceEventFilter; limit: number },
): Promise<EventPage> => {
  const span = keptSpan(spanOf(filter, context.now), context);
  const total = await countMatching(context.db, { filter, span });
  return pageFrom(context, { filter, span, total, limit, shown: 0, places: sources.map(() => null) });
};

/** The page that a token stands for; what has come since is not on it. */
export const nextResourceEvents = (context: Context, token: PageToken): Promise<EventPage> =>
  pageFrom(context, token);

const pageFrom = async ({ db }: Context, from: PageToken): Promise<EventPage> => {
  const { filter, span, total, limit } = from;
  const page = filter.resource?.distinct === true ? await readDistinct(db, from) : await readPage(db, from);
  const shown = from.shown + page.events.length;
  const over = limit === 0 || page.events.length < limit || shown >= total;
  const nextToken = over ? null : writePageToken({ filter, span, total, limit, shown, places: page.places });
  return { events: page.events, total, nextToken };
};

type Places = PageToken['places'];
type Page = { events: ResourceEvent[]; places: Places };

const readDistinct = async (db: Db, { filter, span, limit, shown, places }: PageToken): Promise<Page> => {
  const ids = await readDistinctIds(db, { filter, span, limit, offset: shown });
  const found = new Map<string, ResourceEvent>();
  for (const source of sources)
    for (const event of await readById(db, source, ids)) found.set(event.id, event);
  return { events: ids.flatMap((id) => found.get(id) ?? []), places };
};

/** Each source is walked in its own order, and the next event is the next of any of them. */
const readPage = async (db: Db, { filter, span, limit, places }: PageToken): Promise<Page> => {
  const descending = filter.order === 'DESC';
  const queues = await readQueues(db, { filter, span, limit, places, descending });
  const events: ResourceEvent[] = [];
  const next = [...places];
  while (events.length < limit) {
    const first = firstOf(queues, descending);
    const taken = first === null ? undefined : queues[first]?.shift();
    if (first === null || taken === undefined) break;
    const { place, ...event } = taken;
    events.push(event);
    next[first] = [...place];
  }
  return { events, places: next };
};

type Queues = PlacedEvent[][];
type QueuesAsked = {
  filter: ResourceEventFilter;
  span: Span;
  limit: number;
  places: Places;
  descending: boolean;
};

const readQueues = async (
  db: Db,
  { filter, span, limit, places, descending }: QueuesAsked,
): Promise<Queues> => {
  const queues: Queues = [];
  for (const [index, source] of sources.entries()) {
    const after: Place | null = places[index] ?? null;
    const where = conditionOf(source, filter, span);
    queues.push(limit === 0 ? [] : await readMatching(db, source, { where, after, descending, limit }));
  }
  return queues;
};

const firstOf = (queues: Queues, descending: boolean): number | null => {
  let first: { index: number; occurred: string } | null = null;
  for (const [index, [head]] of queues.entries()) {
    if (head === undefined) continue;
    if (first === null || (descending ? head.occurred > first.occurred : head.occurred < first.occurred))
      first = { index, occurred: head.occurred };
  }
  return first?.index ?? null;
};
