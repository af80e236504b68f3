import { DomainError } from '@carillon/core';
import { z } from 'zod';
import { opaqueJson } from '../../filters/cursor.ts';
import { type Snapshot, snapshotNumbers, snapshotOfNumbers } from '../events/snapshot.ts';

/** The place of a line among those of its run: in the order of transactions, and of ids within one. */
export type LinePlace = { transaction: number; id: string };

/** How far somebody has been told: all that `seen` saw, and of what `now` sees besides, all up to a place. */
export type LogPosition = { seen: Snapshot; part: { now: Snapshot; after: LinePlace } | null };

const place = z.tuple([z.int().min(0), z.guid()]);
const written = z.tuple([snapshotOfNumbers]).or(z.tuple([snapshotOfNumbers, snapshotOfNumbers, place]));

export const writeLogPosition = ({ seen, part }: LogPosition): string => {
  const parts: unknown[] = [snapshotNumbers(seen)];
  if (part !== null) parts.push(snapshotNumbers(part.now), [part.after.transaction, part.after.id]);
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
};

export const positionRefused = (message: string): DomainError<'INPUT_INVALID'> =>
  new DomainError('INPUT_INVALID', { issues: [{ path: ['lastEventId'], message }] });

/** Throws INPUT_INVALID for what is no id of an event of a log. */
export const readLogPosition = (text: string): LogPosition => {
  const parsed = opaqueJson.pipe(written).safeParse(text);
  if (!parsed.success)
    throw positionRefused(
      'is not the id of an event of this stream; leave it out to begin with the first line',
    );
  const [seen, now, after] = parsed.data;
  if (now === undefined || after === undefined) return { seen, part: null };
  const [transaction, id] = after;
  return { seen, part: { now, after: { transaction, id } } };
};
