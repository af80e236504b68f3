import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { readServedPool } from '../work-pools/served-pool.ts';
import { notePolled, noteQueuesPolled } from './note-polled.ts';
import { type NextDue, readNextDue } from './statements/read-next-due.ts';
import { readNextQueueDue } from './statements/read-next-queue-due.ts';

type Due = (typeof api)['flowRuns']['due'];
type Served = z.output<Due['input']>;

/** Whoever waits is still there: its deployments and queues stay READY. */
const noteMs = 30_000;

/** When there is something to claim, and what may change that. */
type Look = NextDue & { watched: readonly string[] };

/**
 * Tells when the next run of deployments or of a pool can be claimed: at first, whenever that changes, and once more when it is so
 * far. What is due already is told again with every change, for it may be another run. Never ends by itself.
 */
export async function* awaitDue(
  services: Services,
  { served, over }: { served: Served; over: AbortSignal },
): AsyncGenerator<z.input<Due['output']>, void> {
  const look = 'pool' in served ? lookAtPool(served.pool) : lookAtDeployments(served.deploymentIds);
  using watch = services.wake.watch('pool' in served ? [] : served.deploymentIds);
  let told: number | null | undefined;
  while (!over.aborted) {
    const now = services.clock.now();
    const { watched, due, next } = await look(services, now);
    // What is new among them may have changed before anybody listened.
    if (watch.add(watched)) continue;
    const at = next?.getTime() ?? null;
    if (due) yield { dueInMs: 0 };
    else if (at !== told) yield { dueInMs: at === null ? null : at - now.getTime() };
    told = due ? undefined : at;
    const note = now.getTime() + noteMs;
    await watch.changed(new Date(at === null ? note : Math.min(at, note)), over);
  }
}

const lookAtDeployments =
  (deploymentIds: readonly string[]) =>
  async (services: Services, now: Date): Promise<Look> => {
    notePolled(services, deploymentIds);
    const found = await reading(services, { actor: null }, ({ db }) =>
      readNextDue(db, { deploymentIds, now }),
    );
    return { watched: deploymentIds, ...found };
  };

const lookAtPool =
  (pool: { name: string; queues?: string[] | undefined }) =>
  (services: Services, now: Date): Promise<Look> =>
    reading(services, { actor: null }, async (context) => {
      const { id, isPaused, queues } = await readServedPool(context, pool);
      const queueIds = queues.map((queue) => queue.id);
      noteQueuesPolled(services, queueIds);
      const open = isPaused ? [] : queues.filter((queue) => !queue.isPaused).map((queue) => queue.id);
      const found = await readNextQueueDue(context.db, { queueIds: open, now });
      return { watched: [id, ...queueIds], ...found };
    });
