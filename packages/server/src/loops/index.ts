import { cancellations } from './cancellations.ts';
import { earlyTaskEvents } from './early-task-events.ts';
import { expiredClientEvents } from './expired-client-events.ts';
import { expiredEvents } from './expired-events.ts';
import { expiredLeases } from './expired-leases.ts';
import { expiredSlotLeases } from './expired-slot-leases.ts';
import { lateRuns } from './late-runs.ts';
import type { LoopDuty } from './loop-duty.ts';
import { pauseExpirations } from './pause-expirations.ts';
import { queueTimeouts } from './queue-timeouts.ts';
import { scheduler } from './scheduler.ts';
import { workerHealth } from './worker-health.ts';

/** Every duty, on every server: rows locked by one are passed over by the others. */
export const duties: readonly LoopDuty[] = [
  scheduler,
  lateRuns,
  expiredLeases,
  expiredSlotLeases,
  cancellations,
  pauseExpirations,
  queueTimeouts,
  workerHealth,
  expiredEvents,
  expiredClientEvents,
  earlyTaskEvents,
];
