import type { Context } from '../../context.ts';

/** When, by whom and why, or none of it any more; nothing to write where nothing is said of a pause. */
export const pauseColumns = (
  { now, actor }: Context,
  paused: boolean | undefined,
  reason: string | null = null,
) => {
  if (paused === undefined) return {};
  return paused
    ? { paused_at: now, paused_by: actor, pause_reason: reason }
    : { paused_at: null, paused_by: null, pause_reason: null };
};
