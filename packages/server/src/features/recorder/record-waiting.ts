import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { recordTaskEvents } from './record-task-events.ts';
import { takeWaitingEvents } from './statements/take-waiting-events.ts';

const batch = 500;

/** One pass: what was told of tasks before their flow runs were there is recorded, now that they are. */
export const recordWaiting = (services: Services): Promise<{ events: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const events = await takeWaitingEvents(context.db, { limit: batch });
    if (events.length > 0) await recordTaskEvents(context, events);
    return { events: events.length, full: events.length === batch };
  });
