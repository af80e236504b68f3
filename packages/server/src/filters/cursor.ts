import { DomainError, instant, text } from '@carillon/core';
import { z } from 'zod';
import type { Order } from './order.ts';

/** Where a page ended: the key and the id of its last row. */
export type Position = { key: Date | string | number | null; id: string };

const keys = { instant, text, integer: z.int(), number: z.number() };

/** `list` names what is listed and how it is sorted, so that a cursor of another list is told from one of this. */
export const writeCursor = (list: string, { key, id }: Position): string =>
  Buffer.from(JSON.stringify([list, key, id])).toString('base64url');

/** What is written as JSON in base64url, so that callers let it alone. */
export const opaqueJson = z.string().transform((value, context) => {
  try {
    return JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

/** Throws INPUT_INVALID for what is not a cursor, or one of another list. */
export const readCursor = (list: string, order: Order, cursor: string): Position => {
  const key =
    order.key === null
      ? z.null()
      : order.key.nullable
        ? keys[order.key.kind].nullable()
        : keys[order.key.kind];
  const parsed = opaqueJson.pipe(z.tuple([z.literal(list), key, z.guid()])).safeParse(cursor);
  if (parsed.success) {
    const [, last, id] = parsed.data;
    return { key: last, id };
  }
  throw new DomainError('INPUT_INVALID', {
    issues: [
      {
        path: ['cursor'],
        message:
          'is not the nextCursor of a list of this noun and sort; leave it out to begin at the first page',
      },
    ],
  });
};
