import { z } from 'zod';
import { logFilter } from '../schemas/filter.ts';
import { log, logCreate } from '../schemas/log.ts';
import { cursor, limit, listOf, offset } from '../schemas/page.ts';
import { logSort } from '../schemas/sort.ts';
import { mutation, query } from './procedure.ts';

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
};
