import type { Db } from '../../database/db.ts';
import { type Position, readPosition } from './position.ts';
import { readStart } from './statements/read-start.ts';

export type Start = { after: string | null; since: Date | null };

/** After a cursor; or with what was written since an instant; or with what is committed from now on. */
export const startPosition = async (db: Db, { after, since }: Start): Promise<Position> =>
  after === null ? { seen: await readStart(db, since), part: null } : readPosition(after);
