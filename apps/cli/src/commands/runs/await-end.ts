import { type FlowRun, isTerminal, type State } from '@carillon/core';
import type { Client } from '@carillon/sdk';
import { clockTime } from '../../format/clock-time.ts';

const line = (run: FlowRun, { timestamp, name, message }: State): string =>
  [clockTime(timestamp), run.name, name, ...(message === null ? [] : [message.split('\n', 1)[0]])].join('  ');

/** A line a state until the run has ended; answers the last one. */
export const awaitEnd = async (client: Client, run: FlowRun): Promise<State | null> => {
  let last: State | null = null;
  for await (const state of client.flowRuns.follow({ id: run.id })) {
    if (state.id !== last?.id) console.error(line(run, state));
    last = state;
    if (isTerminal(state.type)) break;
  }
  return last;
};
