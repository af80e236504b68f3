import type { ClaimedRun } from '@carillon/core';
import { proposeState, type Reporting } from './propose-state.ts';

/** So that whoever has its flow comes first. */
const againMs = 15_000;

/** `report/daily`, or the flow alone for a run without a deployment. */
export const deploymentOf = ({ flowName, deploymentName }: ClaimedRun): string =>
  deploymentName === null ? flowName : `${flowName}/${deploymentName}`;

/** Gives back a run whose flow this runner does not have, for others to claim. Never rejects. */
export const handBackUnknown = async (
  on: Reporting,
  claimed: ClaimedRun,
  runnerName: string,
): Promise<void> => {
  const { run, leaseToken } = claimed;
  const name = deploymentOf(claimed);
  const claimedAt = run.state?.timestamp ?? new Date();
  const verdict = await proposeState(
    on,
    { id: run.id, leaseToken },
    {
      type: 'SCHEDULED',
      message: `runner ${runnerName} has no file with ${name}`,
      stateDetails: { scheduledTime: new Date(claimedAt.getTime() + againMs) },
    },
  );
  on.log.warn(
    { flowRunId: run.id, deployment: name, verdict: verdict.kind },
    'a run was handed back: no file of this runner has its flow',
  );
};
