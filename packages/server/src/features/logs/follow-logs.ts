import { setTimeout as delay } from 'node:timers/promises';
import type { LogFilter, log } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { logsMatching } from '../../filters/links.ts';
import { reading } from '../../transaction.ts';
import { type ReadLinesSince, readLinesSince } from './statements/read-lines-since.ts';
import { readSnapshot } from './statements/read-snapshot.ts';
import { logView } from './view.ts';

type View = z.input<typeof log>;

const nobody = { actor: null };
const pageMax = 200;
/** Longest time that a line goes unnoticed when nobody tells of it. */
const lookMs = 1000;
/** Lines that come together are read together. */
const gatherMs = 50;
/** A line has its id at most so long before it is committed. */
const longestMs = 60_000;

/**
 * The lines of whatever logs that match and are written from now on, a page at a time: each look reads what its snapshot sees and
 * the one before did not. Never ends by itself.
 */
export async function* followLogs(
  services: Services,
  { filter, over }: { filter: LogFilter; over: AbortSignal },
): AsyncGenerator<View[], void> {
  const where = logsMatching({ logs: filter });
  using watch = services.wake.watchLogs(filter.flowRunId?.any ?? null);
  let seen = await reading(services, nobody, ({ db }) => readSnapshot(db));
  let since = services.clock.now();
  while (!over.aborted) {
    const lookedAt = services.clock.now();
    const now = await reading(services, nobody, ({ db }) => readSnapshot(db));
    const window = { where, seen, now, since: new Date(since.getTime() - longestMs), limit: pageMax };
    let after: string | null = null;
    do {
      const page: ReadLinesSince = { ...window, after };
      const rows = await reading(services, nobody, ({ db }) => readLinesSince(db, page));
      if (rows.length > 0) yield rows.map(logView);
      after = rows.length < pageMax ? null : (rows.at(-1)?.id ?? null);
    } while (after !== null);
    seen = now;
    since = lookedAt;
    await watch.changed(new Date(services.clock.now().getTime() + lookMs), over);
    await delay(gatherMs, undefined, { signal: over }).catch(() => {});
  }
}
