import { expireClientEvents } from '../features/recorder/expire-client-events.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Forgets what clients told once it has been kept long enough. */
export const expiredClientEvents: LoopDuty = {
  name: 'expired-client-events',
  everySeconds: (config) => config.eventExpiryLoopSeconds,
  pass: async (services) => {
    const { events, full } = await expireClientEvents(services);
    return { count: events, full };
  },
};
