import { z } from 'zod';

export const limitMax = 200;
export const limit = z
  .int()
  .min(0, 'must be greater than or equal to 0')
  .max(limitMax, `must be less than or equal to ${limitMax}`)
  .default(limitMax);
export const offset = z.int().min(0).default(0);
export const page = z.int().min(1).default(1);

/** Where the next page begins; made by the server, opaque to callers, good for the same filters and sort only. */
export const cursor = z.string().max(2000).nullable().default(null);

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ results: z.array(item), nextCursor: z.string().nullable() });

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ results: z.array(item), count: z.int(), limit: z.int(), pages: z.int(), page: z.int() });
