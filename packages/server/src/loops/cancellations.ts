import { expireCancellations } from '../features/flow-runs/expire-cancellations.ts';
import { endChildren } from '../features/task-runs/end-children.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Ends runs that were told to end and whose runner does not, and what ended runs left open. */
export const cancellations: LoopDuty = {
  name: 'cancellations',
  everySeconds: (config) => config.cancellationLoopSeconds,
  pass: async (services) => {
    const unanswered = await expireCancellations(services);
    const children = await endChildren(services);
    return { count: unanswered.runs + children.runs, full: unanswered.full || children.full };
  },
};
