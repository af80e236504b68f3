import { z } from 'zod';
import { event, eventCursor, eventFilter } from '../schemas/event.ts';
import { instant } from '../schemas/time.ts';
import { subscription } from './procedure.ts';

export const events = {
  /**
   * Changes of flow runs, deployments, pools and queues in the order in which they were committed, none left out and none twice,
   * whichever server tells. Begins after the cursor, or with what was written since an instant, or with what comes next. A
   * message without an event only moves the cursor on: the first one always, and one now and then while nothing matches.
   */
  follow: subscription(
    z.strictObject({
      filter: eventFilter.default({}),
      after: eventCursor.nullable().default(null),
      since: instant.nullable().default(null),
      /** As `after`, and before it: where a client that was cut off goes on by itself. */
      lastEventId: eventCursor.nullish(),
    }),
    z.object({ cursor: eventCursor, event: event.nullable() }),
  ),
};
