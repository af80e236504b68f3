import { DomainError } from '@carillon/core';
import { z } from 'zod';
import { opaqueJson } from '../../filters/cursor.ts';
import { type Snapshot, snapshotNumbers, snapshotOfNumbers } from './snapshot.ts';

/** The place of one change among those of a window: by transaction, instant and id. */
export type Place = { transaction: number; at: Date; id: string };

/** What one snapshot sees and the one before did not, of the transactions below `end`. */
export type Window = { now: Snapshot; end: number };

/** How far somebody has been told: all that `seen` saw, and within a window all up to a place. */
export type Position = { seen: Snapshot; part: (Window & { after: Place }) | null };

const number = z.int().min(0);
const place = z
  .tuple([number, z.int(), z.guid()])
  .transform(([transaction, at, id]): Place => ({ transaction, at: new Date(at), id }));
const written = z
  .tuple([snapshotOfNumbers])
  .or(z.tuple([snapshotOfNumbers, snapshotOfNumbers, number, place]));

export const writePosition = ({ seen, part }: Position): string => {
  const parts: unknown[] = [snapshotNumbers(seen)];
  if (part !== null) {
    const { transaction, at, id } = part.after;
    parts.push(snapshotNumbers(part.now), part.end, [transaction, at.getTime(), id]);
  }
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
};

export const cursorRefused = (message: string): DomainError<'INPUT_INVALID'> =>
  new DomainError('INPUT_INVALID', { issues: [{ path: ['after'], message }] });

/** Throws INPUT_INVALID for what is not a cursor of events. */
export const readPosition = (cursor: string): Position => {
  const parsed = opaqueJson.pipe(written).safeParse(cursor);
  if (!parsed.success)
    throw cursorRefused('is not the cursor of an event; leave it out to begin with what comes next');
  const [seen, now, end, after] = parsed.data;
  return now === undefined || end === undefined || after === undefined
    ? { seen, part: null }
    : { seen, part: { now, end, after } };
};
