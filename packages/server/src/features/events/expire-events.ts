import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { deleteOldEvents } from './statements/delete-old-events.ts';

const batch = 1000;
const dayMs = 86_400_000;

/** One pass: events that have been kept for `eventRetentionDays` go. */
export const expireEvents = (services: Services): Promise<{ events: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async ({ db, now }) => {
    const before = new Date(now.getTime() - services.config.eventRetentionDays * dayMs);
    const events = await deleteOldEvents(db, { before, limit: batch });
    return { events, full: events === batch };
  });
