import { type flowRun, isTerminal } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readFlowRun } from './read-flow-run.ts';

export type WaitForRun = {
  id: string;
  waitSeconds: number;
  /** The caller has gone. */
  signal: AbortSignal | undefined;
};

/** Answers the run once it has ended, or as it is when the time is over or the server stops. Holds no connection meanwhile. */
export const waitForRun = async (
  { db, now, services }: Context,
  { id, waitSeconds, signal }: WaitForRun,
): Promise<z.input<typeof flowRun>> => {
  const until = new Date(now.getTime() + waitSeconds * 1000);
  const given = signal === undefined ? [services.signal] : [services.signal, signal];
  const enough = AbortSignal.any(given);
  using watch = services.wake.watchRun(id);
  while (true) {
    const at = services.clock.now();
    const run = await readFlowRun({ db, now: at }, { id });
    if ((run.stateType && isTerminal(run.stateType)) || at >= until || enough.aborted) return run;
    await watch.changed(until, enough);
  }
};
