import { recordWaiting } from '../features/recorder/record-waiting.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Records what clients told of tasks before their flow runs were there. */
export const earlyTaskEvents: LoopDuty = {
  name: 'early-task-events',
  everySeconds: (config) => config.earlyTaskEventLoopSeconds,
  pass: async (services) => {
    const { events, full } = await recordWaiting(services);
    return { count: events, full };
  },
};
