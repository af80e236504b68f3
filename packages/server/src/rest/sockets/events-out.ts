import { type ResourceEvent, resourceEvent, resourceEventFilter } from '@carillon/core';
import { followResourceEvents } from '../../features/resource-events/follow-resource-events.ts';
import { codecOf } from '../codec.ts';
import { firstFilter } from './first-filter.ts';
import type { SocketHandler } from './handler.ts';

/** Where a listener that does not say it begins. */
const backfillMs = 900_000;
/** So many are on their way to a client at a time. */
const sentMax = 100;
const dayMs = 86_400_000;

const codec = codecOf(resourceEvent);
const texts = new WeakMap<ResourceEvent, string>();

/** An event is written once for all who listen. */
const textOf = (event: ResourceEvent): string => {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify({ type: 'event', event: codec.write(event) });
  texts.set(event, text);
  return text;
};

/** Tells a listener the events that it asks for: what has been since an instant, and then what comes. */
export const eventsOut: SocketHandler = async (session, { services, hub }) => {
  const now = services.clock.now();
  const asked = await firstFilter(session, resourceEventFilter, now);
  if (asked === null) return;
  const { filter, message } = asked;
  const { since } = filter.occurred;
  const earliest = now.getTime() - services.config.eventRetentionDays * dayMs;
  const from = since === undefined ? now.getTime() - backfillMs : Date.parse(since);
  void session.untilClosed();
  const events = followResourceEvents(services, {
    hub,
    filter,
    since: message.backfill === false ? null : new Date(Math.max(from, earliest)),
    over: session.over,
  });
  for await (const batch of events)
    for (let from = 0; from < batch.length && !session.over.aborted; from += sentMax)
      await session.send(batch.slice(from, from + sentMax).map(textOf));
};
