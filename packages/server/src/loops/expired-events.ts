import { expireEvents } from '../features/events/expire-events.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Forgets events that have been kept long enough. */
export const expiredEvents: LoopDuty = {
  name: 'expired-events',
  everySeconds: (config) => config.eventExpiryLoopSeconds,
  pass: async (services) => {
    const { events, full } = await expireEvents(services);
    return { count: events, full };
  },
};
