import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { readCancellingRuns } from './statements/read-cancelling-runs.ts';

type Message = z.input<(typeof api)['flowRuns']['cancellations']['output']>;

/** Longest time that a run which is to end goes unnoticed when nobody tells of it. */
const lookMs = 1000;

/** The runs that a runner holds and that are to end, each once for as long as it is to end. Never ends by itself. */
export async function* followCancellations(
  services: Services,
  { runnerId, over }: { runnerId: string; over: AbortSignal },
): AsyncGenerator<Message, void> {
  using watch = services.wake.watchRunner(runnerId);
  let told = new Set<number>();
  while (!over.aborted) {
    const runs = await reading(services, { actor: null }, ({ db }) => readCancellingRuns(db, { runnerId }));
    for (const run of runs) if (!told.has(run.leaseToken)) yield run;
    told = new Set(runs.map(({ leaseToken }) => leaseToken));
    await watch.changed(new Date(services.clock.now().getTime() + lookMs), over);
  }
}
