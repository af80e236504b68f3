import { isDomainError, type State } from '@carillon/core';
import type { Reporting } from './propose-state.ts';

/** How a paused run is watched: by a stream, unless there is to be none, and by looking at it now and then. */
export type PauseWatch = { stream: boolean; pollMs: number };

/** The state that a paused run goes on in; null when there is no such run any more. Throws the signal's reason. */
export const untilNotPaused = async (
  on: Pick<Reporting, 'client' | 'clock' | 'signal'> & PauseWatch,
  id: string,
): Promise<State | null> => {
  const done = new AbortController();
  const watch = { ...on, signal: AbortSignal.any([on.signal, done.signal]) };
  try {
    return await Promise.race([looked(watch, id), ...(on.stream ? [told(watch, id)] : [])]);
  } finally {
    done.abort();
  }
};

type Watch = Parameters<typeof untilNotPaused>[0];

const told = async ({ client, signal }: Watch, id: string): Promise<State | null> => {
  try {
    for await (const state of client.flowRuns.follow({ id }, { signal })) {
      if (state.type !== 'PAUSED') return state;
    }
  } catch {
    // Where no stream gets through, looking does it.
  }
  return new Promise(() => {});
};

const looked = async ({ client, clock, signal, pollMs }: Watch, id: string): Promise<State | null> => {
  for (;;) {
    await clock.after(pollMs, signal);
    try {
      const { state } = await client.flowRuns.read({ id }, { signal });
      if (state?.type !== 'PAUSED') return state;
    } catch (error) {
      if (isDomainError(error) && error.code === 'FLOW_RUN_NOT_FOUND') return null;
    }
  }
};
