import { type JsonValue, jsonValue, type State } from '@carillon/core';
import type { PauseCall } from '@carillon/sdk';
import { proposeState, type ReportedRun, type Reporting } from './propose-state.ts';
import { untilHeard } from './until-heard.ts';
import { type PauseWatch, untilNotPaused } from './until-not-paused.ts';

/** How a pause ended, as far as the process is concerned. */
export type Paused =
  | { kind: 'resumed'; input: JsonValue }
  /** It is suspended, was not resumed in time, or somebody ended it: it goes on without this process, or not at all. */
  | { kind: 'left'; state: State | null };

/** `aheadMs`: how far the server's clock is ahead of ours. */
export type PauseOptions = Reporting & PauseWatch & { aheadMs: number };

/** Pauses a run, and waits until it goes on. A pause that was taken before the run was suspended is passed. */
export const pauseRun = async (on: PauseOptions, run: ReportedRun, call: PauseCall): Promise<Paused> => {
  const keys = { schema: `${call.key}-schema`, response: `${call.key}-response` };
  const verdict = await proposeState(on, run, {
    type: 'PAUSED',
    name: call.suspend ? 'Suspended' : null,
    stateDetails: {
      pauseKey: call.key,
      pauseReschedule: call.suspend,
      pauseTimeout: new Date(Date.now() + on.aheadMs + call.timeoutSeconds * 1000),
      runInputKeyset: call.schema === null ? null : keys,
    },
  });
  const resumed = async (): Promise<Paused> => ({
    kind: 'resumed',
    input: call.schema === null ? null : await readInput(on, run, keys.response),
  });
  if (verdict.kind !== 'accepted') {
    if (await wasTaken(on, run, call.key)) return resumed();
    throw new Error(`the run cannot be paused: ${'reason' in verdict ? verdict.reason : verdict.kind}`);
  }
  if (call.schema !== null)
    await keepInput(on, run, { key: keys.schema, value: JSON.stringify(call.schema) });
  if (call.suspend) return { kind: 'left', state: verdict.state };
  const state = await untilNotPaused(on, run.id);
  return state?.type === 'RUNNING' ? resumed() : { kind: 'left', state };
};

const wasTaken = async (on: Reporting, { id }: ReportedRun, key: string): Promise<boolean> => {
  const { empiricalPolicy } = await untilHeard(on, () =>
    on.client.flowRuns.read({ id }, { signal: on.signal }),
  );
  return empiricalPolicy.pauseKeys.includes(key);
};

const keepInput = async (
  on: Reporting,
  { id: flowRunId }: ReportedRun,
  input: { key: string; value: string },
): Promise<void> => {
  const { client, signal } = on;
  await untilHeard(on, () => client.flowRuns.inputs.create({ flowRunId, ...input }, { signal }));
};

const readInput = async (on: Reporting, { id: flowRunId }: ReportedRun, key: string): Promise<JsonValue> => {
  const { client, signal } = on;
  const { value } = await untilHeard(on, () => client.flowRuns.inputs.read({ flowRunId, key }, { signal }));
  return jsonValue.parse(JSON.parse(value));
};
