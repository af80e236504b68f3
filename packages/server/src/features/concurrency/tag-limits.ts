import { type ConcurrencyLimit, type concurrencyLimit, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { createLimit } from './create-limit.ts';
import { holdSlots } from './hold-tag-slots.ts';
import { readLimitByName } from './read-limit.ts';
import { lockLimits } from './statements/lock-limits.ts';
import { readTagHolders } from './statements/read-tag-holders.ts';
import { tagLimitName } from './tag-limit.ts';
import { updateLimit } from './update-limit.ts';
import { wakeLimits } from './wake-limits.ts';

type Limit = z.input<typeof concurrencyLimit>;

export type TagLimit = {
  id: string;
  created: Date | string;
  updated: Date | string;
  tag: string;
  concurrencyLimit: number;
  /** The ids of the task runs that hold its slots. */
  activeSlots: string[];
};

export const isTagLimit = ({ name }: Pick<Limit, 'name'>): boolean => name.startsWith(tagLimitName(''));

/** A limit as its tag shows it, with who holds its slots. */
export const tagLimitView = async ({ db, now }: Context, limit: Limit): Promise<TagLimit> => ({
  id: limit.id,
  created: limit.created,
  updated: limit.updated,
  tag: limit.name.slice(tagLimitName('').length),
  concurrencyLimit: limit.limit,
  activeSlots: await readTagHolders(db, { limitId: limit.id, now }),
});

/** Throws CONCURRENCY_LIMIT_NOT_FOUND. */
export const readTagLimit = async (context: Context, tag: string): Promise<TagLimit> =>
  tagLimitView(context, await readLimitByName(context, { name: tagLimitName(tag) }));

/** Makes a limit on a tag, or gives the one that is there another size. */
export const putTagLimit = async (
  context: Context,
  { tag, limit }: { tag: string; limit: number },
): Promise<{ limit: TagLimit; created: boolean }> => {
  const name = tagLimitName(tag);
  const existing = await context.db
    .selectFrom('concurrency_limit')
    .select('id')
    .where('name', '=', name)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (existing === undefined) {
    const made = { name, limit, active: true, activeSlots: 0, deniedSlots: 0, slotDecayPerSecond: 0 };
    return { limit: await tagLimitView(context, await createLimit(context, made)), created: true };
  }
  await updateLimit(context, { id: existing.id as ConcurrencyLimit['id'], limit });
  return { limit: await readTagLimit(context, tag), created: false };
};

/** Gives back every slot of a tag's limit, then holds one for each of these task runs. */
export const resetTagLimit = async (
  context: Context,
  { tag, taskRunIds }: { tag: string; taskRunIds: readonly string[] },
): Promise<void> => {
  const { db, now } = context;
  const { id } = await readLimitByName(context, { name: tagLimitName(tag) });
  const [locked] = await lockLimits(db, [id]);
  if (locked === undefined) throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id: tag });
  await db.deleteFrom('concurrency_lease').where('limit_id', '=', id).execute();
  await db
    .updateTable('concurrency_limit')
    .set({ manual_slots: 0, manual_slots_at: now })
    .where('id', '=', id)
    .execute();
  await holdSlots(context, { limitIds: [id], taskRunIds });
  await wakeLimits(context, [id]);
};
