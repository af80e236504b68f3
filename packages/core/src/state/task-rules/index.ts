import { claimOnce } from '../rules/claim-once.ts';
import { keepScheduledTime } from '../rules/keep-scheduled-time.ts';
import { waitUntilDue } from '../rules/wait-until-due.ts';
import type { TaskRule } from '../task-run.ts';
import { followFlowRun } from './follow-flow-run.ts';
import { keepTaskParameters } from './keep-task-parameters.ts';
import { leaveTerminalTask } from './leave-terminal.ts';
import { nameReruns } from './name-reruns.ts';
import { retryFailedTask } from './retry-failed.ts';
import { takeTagSlots } from './take-tag-slots.ts';
import { trackFlowRun } from './track-flow-run.ts';
import { useCached } from './use-cached.ts';

/** Asked in this order, unless the transition is forced; the first that refuses decides. */
export const taskRules: readonly TaskRule[] = [
  useCached,
  leaveTerminalTask,
  followFlowRun,
  takeTagSlots,
  keepScheduledTime,
  waitUntilDue,
  retryFailedTask,
  nameReruns,
  trackFlowRun,
];

/** For a deferred state, forced or not: a background task is claimed once, and looks at neither flow run nor limits. */
export const backgroundTaskRules: readonly TaskRule[] = [
  claimOnce,
  useCached,
  leaveTerminalTask,
  keepScheduledTime,
  keepTaskParameters,
  waitUntilDue,
  retryFailedTask,
  nameReruns,
  trackFlowRun,
];
