import type { OffsetClock } from '@carillon/process';
import { sql } from 'kysely';
import { dbOf } from '../database/db.ts';
import type { Orm } from '../database/orm.ts';

/** Sets the clock by the database's, halfway through the time that the question took. */
export const followDatabaseClock = async (
  orm: Orm,
  clock: OffsetClock,
  base: { now(): Date },
): Promise<void> => {
  const db = dbOf(orm.em.fork());
  // The first statement may open a connection, which would count as time on the way.
  await sql`select 1`.execute(db);
  const asked = base.now().getTime();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const answered = base.now().getTime();
  const at = rows[0]?.at.getTime();
  if (at !== undefined) clock.setOffset(Math.round(at - (asked + answered) / 2));
};
