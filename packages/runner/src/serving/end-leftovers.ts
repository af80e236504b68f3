import type { FlowRun } from '@carillon/core';
import { proposeState, type Reporting } from './propose-state.ts';
import { untilHeard } from './until-heard.ts';

const open = ['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING'] as const;

/**
 * Ends the sub-flows that an earlier process of this run left open: it is gone, whoever claimed the run knows that, and the next
 * attempt makes its own. Rejects with the signal's reason, or with what the server refuses.
 */
export const endLeftovers = async (on: Reporting, { id }: FlowRun): Promise<void> => {
  const { client, signal } = on;
  const flowRuns = {
    parentFlowRunId: { any: [id] },
    deploymentId: { isNull: true },
    state: { type: { any: [...open] } },
  };
  const { results } = await untilHeard(on, () => client.flowRuns.list({ flowRuns }, { signal }));
  const state = { type: 'CRASHED', message: 'the process that it ran in is gone' } as const;
  for (const left of results) await proposeState(on, { id: left.id, leaseToken: null }, state);
};
