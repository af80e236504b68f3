import { z } from 'zod';
import { stateType } from './state.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

const intervalSecondsMax = 100 * 366 * 86_400;

/** A period that is cut into equal steps. */
export const historyPeriod = {
  historyStart: instant,
  historyEnd: instant,
  historyIntervalSeconds: z
    .number()
    .min(1, 'must not be less than 1 second')
    .max(intervalSecondsMax, 'must not be more than a hundred years'),
};

const stateCount = z.object({
  stateType,
  stateName: text,
  countRuns: z.int(),
  sumEstimatedRunTime: z.number(),
  sumEstimatedLateness: z.number(),
});

/** Runs counted by state in each step, by their expected start; at most 500 steps. */
export const stateHistory = z.array(
  z.object({ intervalStart: instant, intervalEnd: instant, states: z.array(stateCount) }),
);
