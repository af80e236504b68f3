import type { JsonObject } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { actor, instant, transactionId } from './columns.ts';

/** What became of deployments, pools and queues. Append-only, kept for a while; states of runs are in `flow_run_state`. */
export const Event = defineEntity({
  name: 'Event',
  tableName: 'event',
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    /** The deployment, pool or queue that it befell; it may be gone since. */
    subjectId: p.uuid(),
    /** Later than that of the event before, of the same subject. */
    at: instant(),
    actor: actor(),
    /** The members of its kind. */
    detail: p.json<JsonObject>(),
    transactionId: transactionId(),
  },
  uniques: [{ name: 'event_subject_unique', properties: ['subjectId', 'at'] }],
  indexes: [
    { name: 'event_at_index', properties: ['at'] },
    { name: 'event_transaction_index', properties: ['transactionId'] },
  ],
});
