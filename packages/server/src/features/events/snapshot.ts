import { z } from 'zod';

/**
 * Which transactions' rows somebody has been told of: all below `end` but those that were under way. As a snapshot of PostgreSQL,
 * which sees a transaction's rows all at once, from the moment of its commit: so of what one snapshot sees and an earlier one did
 * not, nothing is left out and nothing comes twice, however long its transaction took.
 */
export type Snapshot = {
  end: number;
  /** Ascending. */
  underWay: readonly number[];
};

/** Reads `xmin:xmax:xip,xip`, the text of a pg_snapshot. */
export const parseSnapshot = (text: string): Snapshot => {
  const [, end, underWay = ''] = text.split(':');
  return { end: Number(end), underWay: underWay === '' ? [] : underWay.split(',').map(Number) };
};

const number = z.int().min(0);

/** In a cursor: transactions under way as their distances from the end, which are short, for they are young. */
export const snapshotOfNumbers = z
  .tuple([number], number)
  .transform(([end, ...back]): Snapshot => ({ end, underWay: back.map((distance) => end - distance) }));

export const snapshotNumbers = ({ end, underWay }: Snapshot): number[] => [
  end,
  ...underWay.map((transaction) => end - transaction),
];

/** What is seen once all that `now` sees of the transactions below `end` has been told, after all that `before` saw. */
export const toldThrough = (before: Snapshot, now: Snapshot, end: number): Snapshot => {
  const below = now.underWay.filter((transaction) => transaction < end);
  return end < before.end
    ? {
        end: before.end,
        underWay: [...below, ...before.underWay.filter((transaction) => transaction >= end)],
      }
    : { end: Math.min(end, now.end), underWay: below };
};
