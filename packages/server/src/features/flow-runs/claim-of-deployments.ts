import type { Context } from '../../context.ts';
import type { Claimed } from './claimed.ts';
import { freeSlots, fullDeployments } from './free-slots.ts';
import { notePolled } from './note-polled.ts';
import { claimDueRuns } from './statements/claim-due-runs.ts';
import type { Claim } from './statements/claim-locked.ts';
import { lockDueLimits } from './statements/lock-due-limits.ts';
import { readNextDue } from './statements/read-next-due.ts';

/** Due runs of these deployments, earliest first, behind a limit no more than it has free slots. */
export const claimOfDeployments = async (
  context: Context,
  deploymentIds: readonly string[],
  claim: Claim,
): Promise<Claimed> => {
  const { db, now, services, afterCommit } = context;
  afterCommit(() => notePolled(services, deploymentIds));
  const slots = await freeSlots(context, await lockDueLimits(db, { deploymentIds, now }));
  const claimed = await claimDueRuns(db, { ...claim, deploymentIds, slots });
  const full = fullDeployments(slots, claimed);
  // Whoever got all that they asked for asks again.
  if (claimed.length === claim.stateIds.length) return { claimed, full, due: true, next: null };
  // Whoever gives a slot back tells of it; until then these deployments have nothing to claim.
  const open = deploymentIds.filter((id) => !full.includes(id));
  return { claimed, full, ...(await readNextDue(db, { deploymentIds: open, now })) };
};
