import { type FlowRunId, isDomainError, type State, transitionId } from '@carillon/core';
import { backoffMs, type Clock, type Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { Proposal } from './final-state.ts';
import { reasonOf } from './reason.ts';

/** What became of a proposed state. */
export type Verdict =
  | { kind: 'accepted'; state: State | null }
  /** The rules of states say otherwise; the run is in this state. */
  | { kind: 'refused'; state: State | null; reason: string | null }
  | { kind: 'wait'; delayMs: number }
  /** The run is no longer ours: its lease has ended, or it was deleted. */
  | { kind: 'lost'; reason: string }
  /** The server cannot take this report as it is. */
  | { kind: 'unacceptable'; reason: string }
  /** The signal came before the server was heard. */
  | { kind: 'unheard' };

export type Reporting = {
  client: Client;
  clock: Clock;
  log: Logger;
  /** Gives up. */
  signal: AbortSignal;
};

/** A run to report of: under its lease, or without one where nobody can hold it. */
export type ReportedRun = { id: FlowRunId; leaseToken: number | null };

const callTimeout = '15s';
const backoff = { baseMs: 200, maxMs: 2000 };

/** Proposes a state as the holder of a run, again and again until the server has been heard. Never rejects. */
export const proposeState = async (
  { client, clock, log, signal }: Reporting,
  { id: runId, leaseToken }: ReportedRun,
  { stateDetails, ...state }: Proposal,
): Promise<Verdict> => {
  // One report has one id however often it is sent, so that the server can tell a repeat.
  const id = transitionId.parse(crypto.randomUUID());
  const input = {
    id: runId,
    leaseToken,
    state: { ...state, stateDetails: { ...stateDetails, transitionId: id } },
  };
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      const {
        status,
        details,
        state: now,
      } = await client.flowRuns.setState(input, { signal, timeout: callTimeout });
      if (status === 'ACCEPT' || now?.stateDetails.transitionId === id)
        return { kind: 'accepted', state: now };
      if (details.type === 'wait_details') return { kind: 'wait', delayMs: details.delaySeconds * 1000 };
      return { kind: 'refused', state: now, reason: 'reason' in details ? details.reason : null };
    } catch (error) {
      const final = finalError(error);
      if (final) return final;
      if (signal.aborted) break;
      if (tries === 0)
        log.warn(
          { flowRunId: runId, state: state.type, error: reasonOf(error) },
          'a report is not heard; trying on',
        );
      await clock.after(backoffMs(tries, backoff), signal).catch(() => {});
    }
  }
  return { kind: 'unheard' };
};

const finalError = (error: unknown): Verdict | null => {
  if (!isDomainError(error)) return null;
  switch (error.code) {
    case 'LEASE_LOST':
    case 'FLOW_RUN_NOT_FOUND':
      return { kind: 'lost', reason: error.message };
    case 'INPUT_INVALID':
    case 'PAYLOAD_TOO_LARGE':
      return { kind: 'unacceptable', reason: error.message };
    default:
      return null;
  }
};
