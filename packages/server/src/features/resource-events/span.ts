import { microsecondsOf, preciselyAt, type ResourceEventFilter } from '@carillon/core';
import type { Context } from '../../context.ts';

/** A span of time, both ends belonging to it; as `preciseInstant` has them. */
export type Span = { since: string; until: string };

const dayMs = 86_400_000;
/** How far back is asked by whoever does not say it. */
const defaultDays = 180;

/** What a filter asks of time: up to now, unless it says otherwise. */
export const spanOf = ({ occurred }: ResourceEventFilter, now: Date): Span => {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return {
    since: occurred.since ?? preciselyAt((today - defaultDays * dayMs) * 1000),
    until: occurred.until ?? preciselyAt(now.getTime() * 1000),
  };
};

/** As far back as events are kept; states of runs, which stay for good, are events no longer than that. */
export const keptSpan = (
  { since, until }: Span,
  { now, services }: Pick<Context, 'now' | 'services'>,
): Span => {
  const earliest = (now.getTime() - services.config.eventRetentionDays * dayMs) * 1000;
  return { since: preciselyAt(Math.max(microsecondsOf(since), earliest)), until };
};
