import { checkReadiness } from '../features/work-pools/check-readiness.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Says of workers, pools, queues and deployments that nobody has been heard of late. */
export const workerHealth: LoopDuty = {
  name: 'worker-health',
  everySeconds: (config) => config.workerHealthLoopSeconds,
  pass: async (services) => {
    const { changed, full } = await checkReadiness(services);
    return { count: changed, full };
  },
};
