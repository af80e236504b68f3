import type { FlowRunId } from '@carillon/core';

/** A run that this runner holds the lease of. */
export type HeldRun = {
  readonly leaseToken: number;
  /** The server says that the lease has ended: whatever the run does now is nobody's. */
  lose(): void;
  /** Its runner is there, and will say so again within this time. */
  vouch(forMs: number): void;
  /** Somebody wants it to end. */
  cancel(): void;
  /** The runner is ending: gives it back if it has not begun. */
  handBack(): void;
  /** The runner's time is over: ends it after its grace, or at once. */
  stop(how: 'graceful' | 'at-once'): void;
};

export type HeldRuns = Map<FlowRunId, HeldRun>;
