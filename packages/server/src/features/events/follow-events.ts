import { setTimeout as delay } from 'node:timers/promises';
import type { api, EventFilter } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { writePosition } from './position.ts';
import { readEvents } from './read-events.ts';
import { type Start, startPosition } from './start-position.ts';

type Message = z.input<(typeof api)['events']['follow']['output']>;

const pageMax = 200;
/** Longest time that a change goes unnoticed when nobody tells of it. */
const lookMs = 1000;
/** Changes that come together are read together. */
const gatherMs = 20;
/** A cursor that nothing matched moves on this often. */
const cursorMs = 15_000;

/**
 * Every change that matches, in the order in which they were committed, read from the tables a page at a time: a slow reader
 * costs no memory, and any server goes on where another broke off. Never ends by itself.
 */
export async function* followEvents(
  services: Services,
  { filter, over, ...start }: Start & { filter: EventFilter; over: AbortSignal },
): AsyncGenerator<Message, void> {
  using watch = services.wake.watchAll();
  let position = await reading(services, { actor: null }, ({ db }) => startPosition(db, start));
  let told = writePosition(position);
  let toldAt = services.clock.now().getTime();
  yield { cursor: told, event: null };
  while (!over.aborted) {
    const from = position;
    const page = await reading(services, { actor: null }, ({ db }) =>
      readEvents(db, { position: from, filter, limit: pageMax }),
    );
    for (const { event, position: at } of page.events) {
      told = writePosition(at);
      yield { cursor: told, event };
    }
    position = page.position;
    const now = services.clock.now().getTime();
    if (page.events.length > 0) toldAt = now;
    const cursor = writePosition(position);
    if (now - toldAt >= cursorMs && cursor !== told) {
      told = cursor;
      toldAt = now;
      yield { cursor, event: null };
    }
    if (page.more) continue;
    await watch.changed(new Date(now + lookMs), over);
    await delay(gatherMs, undefined, { signal: over }).catch(() => {});
  }
}
