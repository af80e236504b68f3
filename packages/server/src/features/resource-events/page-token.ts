import { preciseInstant, resourceEventFilter } from '@carillon/core';
import { z } from 'zod';
import { opaqueJson } from '../../filters/cursor.ts';
import type { EventSource } from './sources/event-source.ts';
import { sources } from './sources/index.ts';

const keys = { uuid: z.guid(), timestamptz: preciseInstant } as const satisfies Record<
  EventSource['order'][number]['type'],
  z.ZodType
>;

const arePlaces = (places: readonly (readonly string[] | null)[]): boolean =>
  places.length === sources.length &&
  sources.every(({ order }, index) => {
    const place = places[index] ?? null;
    return (
      place === null ||
      (place.length === order.length &&
        order.every(({ type }, at) => keys[type].safeParse(place[at]).success))
    );
  });

const pageToken = z.object({
  filter: resourceEventFilter,
  span: z.object({ since: preciseInstant, until: preciseInstant }),
  total: z.int(),
  limit: z.int().min(1).max(200),
  /** How many came on earlier pages. */
  shown: z.int().min(1),
  /** Where each source goes on; null: with its first. */
  places: z.array(z.array(z.string()).nullable()).refine(arePlaces),
});
/** Where the next page begins, and what it is a page of. */
export type PageToken = z.output<typeof pageToken>;

export const writePageToken = (token: PageToken): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url');

/** Null for what is no such token. */
export const readPageToken = (text: string): PageToken | null =>
  opaqueJson.pipe(pageToken).safeParse(text).data ?? null;
