import { z } from 'zod';
import { logFilter } from '../schemas/filter.ts';
import { flowRunId, logId } from '../schemas/id.ts';
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
   * The lines of a run in the order in which they came, from its first or the one after `lastEventId`, then each new one. Ends
   * only with its client; a client that was cut off goes on by the id of the last line that it had.
   */
  follow: subscription(
    z.strictObject({
      flowRunId,
      logs: logFilter.omit({ flowRunId: true }).nullable().optional(),
      lastEventId: logId.nullish(),
    }),
    log,
  ),
  /** All lines of a run by their time, as CSV. */
  download: query(z.strictObject({ flowRunId }), z.object({ fileName: z.string(), csv: z.string() })),
};
