import type { historyPeriod, stateHistory } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Condition } from '../../filters/condition.ts';
import type { RunTable } from './estimates.ts';
import { countStates } from './statements/count-states.ts';

type Period = { [Key in keyof typeof historyPeriod]: z.output<(typeof historyPeriod)[Key]> };

const intervalsMax = 500;

/**
 * Runs by the interval that they are expected to start in, counted by state. Intervals are whole: the last may pass the end,
 * and what lies beyond the five hundredth is left out. Those without runs are there too, with no states.
 */
export const countByInterval = async (
  { db, now }: Context,
  { table, where }: { table: RunTable; where: Condition },
  { historyStart, historyEnd, historyIntervalSeconds }: Period,
): Promise<z.input<typeof stateHistory>> => {
  const stepMs = historyIntervalSeconds * 1000;
  const startMs = historyStart.getTime();
  const wanted = Math.ceil((historyEnd.getTime() - startMs) / stepMs);
  const intervals = Array.from({ length: Math.max(0, Math.min(intervalsMax, wanted)) }, (_, index) => ({
    intervalStart: new Date(startMs + Math.round(index * stepMs)),
    intervalEnd: new Date(startMs + Math.round((index + 1) * stepMs)),
  }));
  const last = intervals.at(-1);
  if (last === undefined) return [];
  const starts = intervals.map(({ intervalStart }) => intervalStart);
  const counts = await countStates(db, { table, starts, end: last.intervalEnd, where, now });
  const byInterval = Map.groupBy(counts, ({ interval }) => interval);
  return intervals.map((interval, index) => ({
    ...interval,
    states: (byInterval.get(index) ?? []).map(({ interval: _, ...state }) => state),
  }));
};
