import { setTimeout as delay } from 'node:timers/promises';
import type { workPool } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { readWorkPools } from './read-work-pool.ts';

type Pool = z.input<typeof workPool>;

/** Longest time that a change goes unnoticed when nobody tells of it. */
const lookMs = 15_000;
/** A pool that is worked on rings all the time. */
const gatherMs = 250;

/** What a worker works by. */
const essence = ({ baseJobTemplate, concurrencyLimit, isPaused, storageConfiguration }: Pool): string =>
  JSON.stringify([baseJobTemplate, concurrencyLimit, isPaused, storageConfiguration]);

/** A pool whenever its template, limit, pause or storage has changed; null once it is deleted, which ends it. */
export async function* followPool(
  services: Services,
  { pool, over }: { pool: Pool; over: AbortSignal },
): AsyncGenerator<Pool | null, void> {
  using watch = services.wake.watch([pool.id]);
  let told = essence(pool);
  while (!over.aborted) {
    const [now] = await reading(services, { actor: null }, (context) => readWorkPools(context, [pool.id]));
    if (now === undefined) return yield null;
    const essential = essence(now);
    if (essential !== told) yield now;
    told = essential;
    await watch.changed(new Date(services.clock.now().getTime() + lookMs), over);
    await delay(gatherMs, undefined, { signal: over }).catch(() => {});
  }
}
