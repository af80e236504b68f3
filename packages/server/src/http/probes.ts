import { sql } from 'kysely';
import type { Services } from '../context.ts';
import { dbOf } from '../database/db.ts';

/** Live: the process answers. Ready: it is not stopping, and its database answers. */
export const isReady = async (services: Services): Promise<boolean> => {
  if (services.signal.aborted) return false;
  try {
    await sql`select 1`.execute(dbOf(services.orm.em.fork()));
    return true;
  } catch (error) {
    services.log.warn({ error }, 'not ready: the database does not answer');
    return false;
  }
};
