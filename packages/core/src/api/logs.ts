import { z } from 'zod';
import { logFilter } from '../schemas/filter.ts';
import { flowRunId } from '../schemas/id.ts';
import { log, logCreate } from '../schemas/log.ts';
import { cursor, limit, listOf, offset } from '../schemas/page.ts';
import { logSort } from '../schemas/sort.ts';
import { mutation, query, subscription } from './procedure.ts';

export const logs = {
  create: mutation(z.strictObject({ logs: z.array(logCreate).max(1000) }), z.null()),
  list: query(
    z.strictObject({
      logs: logFilter.nullable().optional(),
      sort: logSort.default('TIMESTAMP_ASC'),
      limit,
      offset,
      cursor,
    }),
    listOf(log),
  ),
  /**
   * The lines of a run in the order in which they were stored, from its first on, then each new one; none left out and none twice,
   * whichever server tells. Ends only with its client. One that was cut off goes on by the id of the last event that it had.
   */
  follow: subscription(
    z.strictObject({
      flowRunId,
      logs: logFilter.omit({ flowRunId: true }).nullable().optional(),
      lastEventId: z.string().max(2000).nullish(),
    }),
    log,
  ),
  /** All lines of a run by their time, as CSV. */
  download: query(z.strictObject({ flowRunId }), z.object({ fileName: z.string(), csv: z.string() })),
};
