import type { Actor, Pause } from '@carillon/core';
import type { Context } from './context.ts';

/** The columns of a pause, of whatever can be paused. */
type PauseRow = { paused_at: Date | null; paused_by: Actor | null; pause_reason: string | null };

export const pauseView = (row: PauseRow): Pause | null =>
  row.paused_at === null ? null : { at: row.paused_at, by: row.paused_by, reason: row.pause_reason };

/** When, by whom and why, or none of it any more; nothing to write where nothing is said of a pause. */
export const pauseColumns = (
  { now, actor }: Pick<Context, 'now' | 'actor'>,
  paused: boolean | undefined,
  reason: string | null = null,
): Partial<PauseRow> => {
  if (paused === undefined) return {};
  return paused
    ? { paused_at: now, paused_by: actor, pause_reason: reason }
    : { paused_at: null, paused_by: null, pause_reason: null };
};
