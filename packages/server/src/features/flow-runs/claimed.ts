import type { ClaimedRow } from './statements/claim-locked.ts';
import type { NextDue } from './statements/read-next-due.ts';

/** What was claimed, and what there is to claim after that. */
export type Claimed = NextDue & {
  claimed: readonly ClaimedRow[];
  /** Deployments whose limit has no slot left. */
  full: readonly string[];
};
