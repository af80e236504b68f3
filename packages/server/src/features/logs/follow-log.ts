import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Services } from '../../context.ts';
import { logsMatching } from '../../filters/links.ts';
import { reading } from '../../transaction.ts';
import { type LogPosition, positionRefused, readLogPosition, writeLogPosition } from './log-position.ts';
import { readNewLines } from './statements/read-new-lines.ts';
import { readSnapshot } from './statements/read-snapshot.ts';
import { logView } from './view.ts';

type Follow = (typeof api)['logs']['follow'];
export type FollowLog = z.output<Follow['input']> & { over: AbortSignal };
export type Line = { position: string; line: z.input<Follow['output']> };

const pageMax = 200;
/** Longest time that a line goes unnoticed when nobody tells of it. */
const lookMs = 1000;

const fromTheFirst: LogPosition = { seen: { end: 0, underWay: [] }, part: null };

/**
 * The lines of a run, a page at a time: a slow reader costs no memory. Lines come by transactions that are committed in whatever
 * order; each look reads what its snapshot sees and the one before did not. Never ends by itself. Throws INPUT_INVALID for an event
 * of another stream.
 */
export async function* followLog(
  services: Services,
  { flowRunId, logs, lastEventId, over }: FollowLog,
): AsyncGenerator<Line, void> {
  const where = logsMatching({ logs: logs ?? null });
  using watch = services.wake.watchLog(flowRunId);
  let { seen, part } = lastEventId == null ? fromTheFirst : readLogPosition(lastEventId);
  while (!over.aborted) {
    const isNew = part === null;
    const { now, rows } = await reading(services, { actor: null }, async ({ db }) => {
      const now = part?.now ?? (await readSnapshot(db));
      if (now.end < seen.end)
        throw positionRefused('is of another database, or from before this one was restored; leave it out');
      const after = part?.after ?? null;
      return { now, rows: await readNewLines(db, { flowRunId, where, seen, now, after, limit: pageMax }) };
    });
    for (const row of rows) {
      part = { now, after: { transaction: row.transaction_id, id: row.id } };
      yield { position: writeLogPosition({ seen, part }), line: logView(row) };
    }
    if (rows.length === pageMax) continue;
    seen = now;
    part = null;
    // What came since an older snapshot has not been looked at.
    if (isNew) await watch.changed(new Date(services.clock.now().getTime() + lookMs), over);
  }
}
