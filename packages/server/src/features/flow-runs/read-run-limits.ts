import type { RunLimit } from '@carillon/core';
import type { Context } from '../../context.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';
import { countPoolSlots } from '../work-pools/statements/count-pool-slots.ts';
import { countQueueSlots } from '../work-pools/statements/count-queue-slots.ts';
import { type HolderRow, readHolders } from './statements/read-holders.ts';

/** Of those who hold slots so many are named. */
const namedHolders = 3;

/** Something that has a limit, and the holders that are counted by it. */
export type Limited = { held: HolderRow['of']; id: string } & Pick<RunLimit, 'of' | 'name' | 'limit'>;

/** How limits stand, and who holds their slots: four statements, however full they are. */
export const readRunLimits = async (
  { db, now }: Context,
  limited: readonly Limited[],
): Promise<RunLimit[]> => {
  if (limited.length === 0) return [];
  const idsOf = (held: Limited['held']): string[] =>
    limited.filter((one) => one.held === held).map(({ id }) => id);
  const taken = new Map([
    ...(await readTakenSlots(db, { limitIds: idsOf('limit'), now })),
    ...(await countQueueSlots(db, idsOf('queue'))),
    ...(await countPoolSlots(db, idsOf('pool'))),
  ]);
  const holders = await readHolders(db, {
    limitId: idsOf('limit')[0] ?? null,
    queueId: idsOf('queue')[0] ?? null,
    poolId: idsOf('pool')[0] ?? null,
    now,
    limit: namedHolders,
  });
  return limited.map(({ held, id, ...limit }) => ({
    ...limit,
    taken: taken.get(id) ?? 0,
    holders: holders.filter((holder) => holder.of === held).map(({ of: _, ...holder }) => holder),
  }));
};
