import type { ClaimedRun } from '@carillon/core';
import type { Outcome } from '../processes/outcome.ts';
import type { Child } from '../processes/spawn-child.ts';
import { type RunLimits, type StartedRun, startRun } from '../processes/start-run.ts';
import { finalState, type Proposal } from './final-state.ts';
import type { HeldRun } from './held-runs.ts';
import { proposeState, type Reporting, type Verdict } from './propose-state.ts';
import type { LogShipper } from './ship-logs.ts';

/** How a run ended for this runner: the server's word, and its times in milliseconds; null where it never began. */
export type RunEnd = {
  state: string;
  message: string | null;
  durationMs: number | null;
  lateMs: number | null;
};

export type CarryingOut = Reporting & {
  child: Child;
  file: string;
  server: { url: string; apiKey: string | null };
  limits: RunLimits;
  logs: LogShipper;
  /** Monotonic milliseconds. */
  monotonic: () => number;
};

/**
 * One claimed run, from its flow's loading to its report. `held` is for those who watch over it; `ended` answers null when the
 * run was handed back or is no longer ours. Never rejects.
 */
export const carryOut = (
  claimed: ClaimedRun,
  on: CarryingOut,
): { held: HeldRun; ended: Promise<RunEnd | null> } => {
  const { run, lateMs: lateAtClaim } = claimed;
  const { log, clock, signal, monotonic } = on;
  const claimedAt = monotonic();
  let phase: 'loading' | 'proposing' | 'begun' = 'loading';
  let lost = false;
  let givingBack = false;

  const started: StartedRun = startRun(
    on.child,
    {
      file: on.file,
      flowName: claimed.flowName,
      parameters: run.parameters,
      run: {
        id: run.id,
        name: run.name,
        scheduledTime: scheduledTimeOf(claimed)?.getTime() ?? null,
        attempt: run.runCount + 1,
      },
      server: on.server,
    },
    { limits: on.limits, line: (line) => on.logs.add(run.id, line) },
  );

  /** Asks until the run may begin, or may not; null when it ended meanwhile. */
  const mayBegin = async (): Promise<Verdict | null> => {
    while (true) {
      phase = 'proposing';
      const verdict = await proposeState(on, claimed, { type: 'RUNNING' });
      if (verdict.kind !== 'wait') return verdict;
      phase = 'loading';
      const waited = clock.after(verdict.delayMs, signal).then(
        () => true,
        () => false,
      );
      const ended = started.outcome.then(() => false);
      if (givingBack || !(await Promise.race([waited, ended]))) return null;
    }
  };

  const report = async (outcome: Outcome): Promise<Verdict & { proposal: Proposal }> => {
    await on.logs.flush();
    const proposal = finalState(outcome);
    const verdict = await proposeState(on, claimed, proposal);
    if (verdict.kind === 'refused' && verdict.state?.type === 'CANCELLING') {
      return { ...(await proposeState(on, claimed, { type: 'CANCELLED' })), proposal: { type: 'CANCELLED' } };
    }
    if (verdict.kind === 'unacceptable' && outcome.kind === 'completed') {
      const without: Proposal = { type: 'COMPLETED', message: `the result was not kept: ${verdict.reason}` };
      return { ...(await proposeState(on, claimed, without)), proposal: without };
    }
    return { ...verdict, proposal };
  };

  const giveBack = async (): Promise<null> => {
    const scheduledTime = scheduledTimeOf(claimed);
    const verdict = await proposeState(on, claimed, {
      type: 'SCHEDULED',
      ...(scheduledTime ? { scheduledTime } : {}),
    });
    log.info({ flowRunId: run.id, verdict: verdict.kind }, 'a run that had not begun was handed back');
    return null;
  };

  /** The moment from which the flow runs; null when it may not, and then its process is ending. */
  const begin = async (): Promise<number | null> => {
    const verdict = await mayBegin();
    if (verdict?.kind === 'accepted') {
      phase = 'begun';
      started.begin();
      return monotonic();
    }
    if (verdict?.kind === 'refused' && verdict.state?.type === 'CANCELLING') started.stop('cancelled');
    else if (verdict !== null) {
      lost = true;
      log.info({ flowRunId: run.id, verdict }, 'a run may not begin');
    }
    started.kill();
    return null;
  };

  const carry = async (): Promise<RunEnd | null> => {
    const begunAt = (await started.loaded) && !givingBack ? await begin() : null;
    const outcome = await started.outcome;
    const endedAt = monotonic();
    if (lost) return null;
    if (givingBack && begunAt === null) return await giveBack();

    const { proposal, ...verdict } = await report(outcome);
    if (verdict.kind === 'lost' || verdict.kind === 'unheard' || verdict.kind === 'unacceptable') {
      log.warn(
        { flowRunId: run.id, state: proposal.type, verdict },
        'the end of a run could not be reported',
      );
      return null;
    }
    const state = verdict.kind === 'wait' ? null : verdict.state;
    return {
      state: state?.name ?? proposal.type,
      message: state?.message ?? proposal.message ?? null,
      durationMs: begunAt === null ? null : endedAt - begunAt,
      lateMs: begunAt === null ? null : lateAtClaim + begunAt - claimedAt,
    };
  };

  return {
    ended: carry(),
    held: {
      leaseToken: claimed.leaseToken,
      lose() {
        lost = true;
        started.kill();
        log.warn({ flowRunId: run.id }, 'a run is ended: its lease is lost');
      },
      cancel() {
        started.stop('cancelled');
      },
      handBack() {
        if (phase !== 'loading') return;
        givingBack = true;
        started.kill();
      },
      stop(how) {
        if (how === 'at-once') started.kill();
        else started.stop('draining');
      },
    },
  };
};

const scheduledTimeOf = ({ run }: ClaimedRun): Date | null =>
  run.state?.stateDetails.scheduledTime ?? run.nextScheduledStartTime ?? run.expectedStartTime;
