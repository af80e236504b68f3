import { refillDue } from '../features/scheduling/refill-due.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Plans the schedules that are due for it. */
export const scheduler: LoopDuty = {
  name: 'scheduler',
  everySeconds: (config) => config.schedulerLoopSeconds,
  pass: async (services) => {
    const { schedules, full } = await refillDue(services);
    return { count: schedules, full };
  },
};
