import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { deleteOldClientEvents } from '../resource-events/statements/delete-old-client-events.ts';
import { deleteOldWaitingEvents } from './statements/delete-old-waiting-events.ts';

const batch = 1000;
const dayMs = 86_400_000;

/** One pass: what clients told goes when it has been kept for `clientEventRetentionDays`, and what waited for so long as well. */
export const expireClientEvents = (services: Services): Promise<{ events: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async ({ db, now }) => {
    const before = new Date(now.getTime() - services.config.clientEventRetentionDays * dayMs);
    const kept = await deleteOldClientEvents(db, { before, limit: batch });
    const waiting = await deleteOldWaitingEvents(db, { before, limit: batch });
    return { events: kept + waiting, full: kept === batch || waiting === batch };
  });
