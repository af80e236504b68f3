import type { ClaimedRun, State } from '@carillon/core';
import type { Outcome } from '../processes/outcome.ts';
import type { Child } from '../processes/spawn-child.ts';
import { type RunLimits, type StartedRun, startRun } from '../processes/start-run.ts';
import { endLeftovers } from './end-leftovers.ts';
import { finalState, leftOpen } from './final-state.ts';
import type { HeldRun } from './held-runs.ts';
import { proposeEnd } from './propose-end.ts';
import { proposeState, type ReportedRun, type Verdict } from './propose-state.ts';
import { type RunStepsOptions, runSteps } from './run-steps.ts';
import type { LogShipper } from './ship-logs.ts';
import { isStillHeld } from './still-held.ts';

/** How a run ended for this runner: the server's word, and its times in milliseconds; null where it never began. */
export type RunEnd = {
  state: string;
  message: string | null;
  durationMs: number | null;
  lateMs: number | null;
};

export type CarryingOut = Omit<RunStepsOptions, 'aheadMs' | 'holdTimeout' | 'cancelSubflow' | 'onLeft'> & {
  child: Child;
  file: string;
  server: { url: string; apiKey: string | null };
  limits: RunLimits;
  logs: LogShipper;
  /** How long the run goes on without a word from this runner. */
  silenceMs: () => number;
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
  const { run, leaseToken, lateMs: lateAtClaim } = claimed;
  const { log, clock, signal, monotonic } = on;
  const reported: ReportedRun = { id: run.id, leaseToken };
  const claimedAt = monotonic();
  let phase: 'loading' | 'proposing' | 'begun' = 'loading';
  let lost = false;
  let givingBack = false;
  /** The state in which it went on without us. */
  let left: { state: State | null } | null = null;
  let aheadMs = 0;

  const steps = runSteps(
    {
      ...on,
      aheadMs: () => aheadMs,
      holdTimeout: () => started.holdTimeout(),
      cancelSubflow: (id) => started.cancelSubflow(id),
      onLeft(state) {
        left = { state };
        started.kill();
      },
    },
    reported,
  );
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
        leaseToken,
      },
      server: on.server,
    },
    {
      limits: on.limits,
      on: { line: (line) => on.logs.add(run.id, line), tasks: steps.tell, answer: steps.answer },
    },
  );

  /** Asks until the run may begin, or may not; null when it ended meanwhile. */
  const mayBegin = async (): Promise<Verdict | null> => {
    while (true) {
      phase = 'proposing';
      const since = monotonic();
      const verdict = await proposeState(on, reported, { type: 'RUNNING' });
      if (verdict.kind === 'accepted') {
        const late = { since, withinMs: on.silenceMs() };
        const ours = await isStillHeld(on, { id: run.id, leaseToken }, late).catch(() => false);
        return ours ? verdict : { kind: 'lost', reason: 'it was allowed long ago' };
      }
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

  const giveBack = async (): Promise<null> => {
    const scheduledTime = scheduledTimeOf(claimed);
    const verdict = await proposeState(on, reported, {
      type: 'SCHEDULED',
      ...(scheduledTime ? { stateDetails: { scheduledTime } } : {}),
    });
    log.info({ flowRunId: run.id, verdict: verdict.kind }, 'a run that had not begun was handed back');
    return null;
  };

  /** The moment from which the flow runs; null when it may not, and then its process is ending. */
  const begin = async (): Promise<number | null> => {
    const verdict = await mayBegin();
    if (verdict?.kind === 'accepted') {
      phase = 'begun';
      if (verdict.state) aheadMs = verdict.state.timestamp.getTime() - Date.now();
      started.vouch(on.silenceMs());
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

  /** The state that the run has come to; null where nobody hears of it. */
  const report = async (outcome: Outcome): Promise<Pick<RunEnd, 'state' | 'message'> | null> => {
    if (left) reported.leaseToken = null;
    await Promise.all([on.logs.flush(), steps.end(leftOpen(outcome, left?.state ?? null))]);
    if (left) return { state: left.state?.name ?? 'gone', message: left.state?.message ?? null };
    const { proposal, ...verdict } = await proposeEnd(on, reported, finalState(outcome));
    if (verdict.kind === 'lost' || verdict.kind === 'unheard' || verdict.kind === 'unacceptable') {
      log.warn(
        { flowRunId: run.id, state: proposal.type, verdict },
        'the end of a run could not be reported',
      );
      return null;
    }
    const state = verdict.kind === 'wait' ? null : verdict.state;
    return { state: state?.name ?? proposal.type, message: state?.message ?? proposal.message ?? null };
  };

  /** Another process has been at this run before. */
  const isAgain = run.runCount > 0 || run.empiricalPolicy.resuming === true;

  const carry = async (): Promise<RunEnd | null> => {
    if (isAgain) await endLeftovers(on, run).catch(() => {});
    const begunAt = (await started.loaded) && !givingBack ? await begin() : null;
    const outcome = await started.outcome;
    const endedAt = monotonic();
    if (lost) {
      // Its sub-flows have no lease that could have been lost with it.
      await steps.end(leftOpen(outcome, null));
      return null;
    }
    if (givingBack && begunAt === null) return await giveBack();
    const end = await report(outcome);
    return (
      end && {
        ...end,
        durationMs: begunAt === null ? null : endedAt - begunAt,
        lateMs: begunAt === null ? null : lateAtClaim + begunAt - claimedAt,
      }
    );
  };

  return {
    ended: carry(),
    held: {
      leaseToken,
      lose() {
        lost = true;
        started.kill();
        log.warn({ flowRunId: run.id }, 'a run is ended: its lease is lost');
      },
      vouch(forMs) {
        if (phase === 'begun') started.vouch(forMs);
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
