import { z } from 'zod';
import { workPoolFilter } from '../schemas/filter.ts';
import { cursor, limit, listOf, offset } from '../schemas/page.ts';
import { text } from '../schemas/text.ts';
import { workPool, workPoolCreate } from '../schemas/work-pool.ts';
import { mutation, query } from './procedure.ts';

export const workPools = {
  /** Makes a pool and its default queue. */
  create: mutation(workPoolCreate, workPool),
  read: query(z.strictObject({ name: text }), workPool),
  list: query(
    z.strictObject({ workPools: workPoolFilter.nullable().optional(), limit, offset, cursor }),
    listOf(workPool),
  ),
};
