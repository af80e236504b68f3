import type { Context } from '../../context.ts';
import { type OpenSlots, openSlots } from '../work-pools/open-slots.ts';
import { readServedPool, type ServedPool } from '../work-pools/served-pool.ts';
import { tryLockPool } from '../work-pools/statements/try-lock-pool.ts';
import type { Claimed } from './claimed.ts';
import { freeSlots, fullDeployments } from './free-slots.ts';
import { noteQueuesPolled } from './note-polled.ts';
import type { Claim, ClaimedRow } from './statements/claim-locked.ts';
import { claimPoolRuns } from './statements/claim-pool-runs.ts';
import { lockDueLimits } from './statements/lock-due-limits.ts';
import { readDueLanes } from './statements/read-due-lanes.ts';
import { readNextQueueDue } from './statements/read-next-queue-due.ts';

/**
 * Due runs of a pool or some of its queues, by the priority of their queue and then by time, no more than the pool, their queues
 * and the limits of their deployments have free slots. Nothing of what is paused; that a deployment is paused makes no difference.
 */
export const claimOfPool = async (
  context: Context,
  pool: { name: string; queues?: string[] | undefined },
  claim: Claim,
): Promise<Claimed> => {
  const { db, services, afterCommit } = context;
  const served = await readServedPool(context, pool);
  const queueIds = served.queues.map(({ id }) => id);
  afterCommit(() => noteQueuesPolled(services, queueIds));
  // Whoever has the pool is counting its slots, or changing it, and will be done in a moment.
  const held = isLimited(served) && !(await tryLockPool(db, served.id));
  const open = await openSlots(context, served);
  const { claimed, full } = held ? { claimed: [], full: [] } : await claimOpen(context, open, claim);
  const next = await nextOf(context, {
    queueIds: stillOpen(open, claimed),
    full,
    enough: claimed.length === claim.stateIds.length,
  });
  return { claimed, full, ...next };
};

const isLimited = ({ concurrencyLimit, queues }: ServedPool): boolean =>
  concurrencyLimit !== null || queues.some((queue) => queue.concurrencyLimit !== null);

const claimOpen = async (
  context: Context,
  { free, queues }: OpenSlots,
  claim: Claim,
): Promise<Pick<Claimed, 'claimed' | 'full'>> => {
  const { db, now } = context;
  const due = await readDueLanes(db, { queueIds: queues.map(({ id }) => id), now });
  if (due.length === 0) return { claimed: [], full: [] };
  const deploymentIds = [...new Set(due.flatMap((lane) => lane.deployment_id ?? []))];
  const slots = await freeSlots(context, await lockDueLimits(db, { deploymentIds, now }));
  const open = new Map(queues.map((queue) => [queue.id, queue]));
  const claimed = await claimPoolRuns(db, {
    ...claim,
    stateIds: claim.stateIds.slice(0, free ?? undefined),
    slots,
    lanes: due.flatMap((lane) => {
      const queue = open.get(lane.queue_id);
      return queue === undefined ? [] : { ...lane, priority: queue.priority, queue_free: queue.free };
    }),
  });
  return { claimed, full: fullDeployments(slots, claimed) };
};

/** The queues that have slots left. Whoever gives one back tells of it; until then there is nothing to claim in the others. */
const stillOpen = ({ free, queues }: OpenSlots, claimed: readonly ClaimedRow[]): string[] => {
  if (free !== null && claimed.length >= free) return [];
  const taken = (queueId: string): number => claimed.filter((row) => row.work_queue_id === queueId).length;
  return queues.filter((queue) => queue.free === null || taken(queue.id) < queue.free).map(({ id }) => id);
};

type Left = { queueIds: readonly string[]; full: readonly string[]; enough: boolean };

/** When there is more to claim. What is due of deployments that are full does not count; whoever got enough finds out. */
const nextOf = async (
  { db, now }: Context,
  { queueIds, full, enough }: Left,
): Promise<Pick<Claimed, 'due' | 'next'>> => {
  const { due, next } = await readNextQueueDue(db, { queueIds, now });
  if (!due || enough) return { due, next };
  const lanes = await readDueLanes(db, { queueIds, now });
  return {
    due: lanes.some((lane) => lane.deployment_id === null || !full.includes(lane.deployment_id)),
    next,
  };
};
