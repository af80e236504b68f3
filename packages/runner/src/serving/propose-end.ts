import type { Proposal } from './final-state.ts';
import { proposeState, type ReportedRun, type Reporting, type Verdict } from './propose-state.ts';

/**
 * Reports how a run ended. One that is to be cancelled ends Cancelled, whatever it came to; a result that the server does not
 * take is left out. Answers what was proposed last, and what became of it. Never rejects.
 */
export const proposeEnd = async (
  on: Reporting,
  run: ReportedRun,
  proposal: Proposal,
): Promise<Verdict & { proposal: Proposal }> => {
  const verdict = await proposeState(on, run, proposal);
  if (verdict.kind === 'refused' && verdict.state?.type === 'CANCELLING') {
    const cancelled: Proposal = { type: 'CANCELLED' };
    return { ...(await proposeState(on, run, cancelled)), proposal: cancelled };
  }
  if (verdict.kind === 'unacceptable' && proposal.type === 'COMPLETED') {
    const without: Proposal = { type: 'COMPLETED', message: `the result was not kept: ${verdict.reason}` };
    return { ...(await proposeState(on, run, without)), proposal: without };
  }
  return { ...verdict, proposal };
};
