import type { Rule } from '../rule.ts';
import { cancelWithoutProcess } from './cancel-without-process.ts';
import { claimOnce } from './claim-once.ts';
import { enterPause } from './enter-pause.ts';
import { finishCancelling } from './finish-cancelling.ts';
import { keepConcurrencyLease } from './keep-concurrency-lease.ts';
import { keepResult } from './keep-result.ts';
import { keepScheduledTime } from './keep-scheduled-time.ts';
import { keepSlot } from './keep-slot.ts';
import { leavePause } from './leave-pause.ts';
import { leaveTerminal } from './leave-terminal.ts';
import { markLate } from './mark-late.ts';
import { refuseRepeats } from './refuse-repeats.ts';
import { retryCrashed } from './retry-crashed.ts';
import { retryFailed } from './retry-failed.ts';
import { takeSlot } from './take-slot.ts';
import { waitUntilDue } from './wait-until-due.ts';

/** Asked in this order; the first that refuses decides. */
export const flowRules: readonly Rule[] = [
  keepConcurrencyLease,
  refuseRepeats,
  leaveTerminal,
  keepResult,
  finishCancelling,
  cancelWithoutProcess,
  claimOnce,
  keepSlot,
  takeSlot,
  markLate,
  enterPause,
  leavePause,
  keepScheduledTime,
  waitUntilDue,
  retryFailed,
  retryCrashed,
];

/** What even `force` asks. The first state of a new run goes this way too. */
export const forcedFlowRules: readonly Rule[] = [keepConcurrencyLease, keepResult, cancelWithoutProcess];
