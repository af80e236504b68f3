import type { Context } from '../../context.ts';
import { readLimits } from './read-limit.ts';
import { tagLimitName } from './tag-limit.ts';
import { type TagLimit, tagLimitView } from './tag-limits.ts';

/** By name. */
export const listTagLimits = async (
  context: Context,
  { limit, offset }: { limit: number; offset: number },
): Promise<TagLimit[]> => {
  const rows = await context.db
    .selectFrom('concurrency_limit')
    .select('id')
    .where('name', 'like', `${tagLimitName('')}%`)
    .orderBy('name')
    .limit(limit)
    .offset(offset)
    .execute();
  const limits = await readLimits(
    context,
    rows.map(({ id }) => id),
  );
  return Promise.all(limits.map((found) => tagLimitView(context, found)));
};
