import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { lockNamedLimits } from './statements/lock-named-limits.ts';
import { tagLimitName } from './tag-limit.ts';
import { type AskedLimit, type Taken, takeSlots } from './take-slots.ts';

/** As good as for ever: such slots are given back by hand. */
const untilGivenBackMs = 100 * 365 * 86_400_000;

/** Holds one slot of a limit for each of these task runs. */
export const holdSlots = async (
  { db, now }: Context,
  { limitIds, taskRunIds }: { limitIds: readonly string[]; taskRunIds: readonly string[] },
): Promise<void> => {
  const rows = limitIds.flatMap((limitId) =>
    taskRunIds.map((id) => ({
      id: newId(now),
      created: now,
      updated: now,
      limit_id: limitId,
      lease_id: newId(now),
      slots: 1,
      holder: { type: 'task_run', id },
      expires_at: new Date(now.getTime() + untilGivenBackMs),
    })),
  );
  if (rows.length > 0) await db.insertInto('concurrency_lease').values(rows).execute();
};

/** Takes a slot of each tag's limit for a task run, or none of them; tags without a limit are left out. */
export const takeTagSlots = async (
  context: Context,
  { tags, taskRunId }: { tags: readonly string[]; taskRunId: string },
): Promise<Taken> => {
  const names = tags.map(tagLimitName);
  const taken = await takeSlots(context, { names, slots: 1, mode: 'concurrency' });
  if (!taken.granted) return taken;
  await holdSlots(context, { limitIds: taken.holding.map(({ id }) => id), taskRunIds: [taskRunId] });
  return taken;
};

/** Gives back one slot that the task run took of each tag's limit; who holds none gives none. */
export const giveBackTagSlots = async (
  { db }: Context,
  { tags, taskRunId }: { tags: readonly string[]; taskRunId: string },
): Promise<AskedLimit[]> => {
  const limits = await lockNamedLimits(db, tags.map(tagLimitName));
  for (const { id } of limits) {
    await db
      .deleteFrom('concurrency_lease')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('concurrency_lease')
          .select('id')
          .where('limit_id', '=', id)
          .where((where) => where(where.ref('holder', '->>').key('id'), '=', taskRunId))
          .orderBy('created')
          .limit(1),
      )
      .execute();
  }
  return limits.map(({ id, name, limit }) => ({ id, name, limit }));
};
