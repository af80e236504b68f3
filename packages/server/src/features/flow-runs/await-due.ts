import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { notePolled } from './note-polled.ts';
import { readNextDue } from './statements/read-next-due.ts';

type Message = z.input<(typeof api)['flowRuns']['due']['output']>;

/** Whoever waits is still there: its deployments stay READY. */
const noteMs = 30_000;

/**
 * Tells when the deployments' next run can be claimed: at first, whenever that changes, and once more when it is so far. What
 * is due already is told again with every change, for it may be another run. Never ends by itself.
 */
export async function* awaitDue(
  services: Services,
  { deploymentIds, over }: { deploymentIds: readonly string[]; over: AbortSignal },
): AsyncGenerator<Message, void> {
  using watch = services.wake.watchDeployments(deploymentIds);
  let told: number | null | undefined;
  while (!over.aborted) {
    notePolled(services, deploymentIds);
    const now = services.clock.now();
    const { due, next } = await reading(services, { actor: null }, ({ db }) =>
      readNextDue(db, { deploymentIds, now }),
    );
    const at = next?.getTime() ?? null;
    if (due) yield { dueInMs: 0 };
    else if (at !== told) yield { dueInMs: at === null ? null : at - now.getTime() };
    told = due ? undefined : at;
    const note = now.getTime() + noteMs;
    await watch.changed(new Date(at === null ? note : Math.min(at, note)), over);
  }
}
