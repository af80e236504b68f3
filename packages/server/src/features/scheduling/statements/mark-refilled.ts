import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type Refilled = {
  id: string;
  refillAt: Date | null;
  plannedUntil: Date | null;
  error: string | null;
  errorCount: number;
  missed: { count: number; from: Date; until: Date } | null;
};

// Writes down how far each schedule is planned, when it is due again, and what was missed; does not bump `updated`,
// which tells of changes by people. Served by the primary key.
export const markRefilled = async (db: Db, refilled: readonly Refilled[]): Promise<void> => {
  await sql`
    update deployment_schedule s set
      refill_at = r.refill_at,
      planned_until = coalesce(r.planned_until, s.planned_until),
      error = r.error,
      error_count = r.error_count,
      missed_count = s.missed_count + coalesce(r.missed_count, 0),
      missed_from = coalesce(s.missed_from, r.missed_from),
      missed_until = coalesce(r.missed_until, s.missed_until)
    from unnest(
      ${refilled.map((row) => row.id)}::uuid[],
      ${refilled.map((row) => row.refillAt)}::timestamptz[],
      ${refilled.map((row) => row.plannedUntil)}::timestamptz[],
      ${refilled.map((row) => row.error)}::text[],
      ${refilled.map((row) => row.errorCount)}::int[],
      ${refilled.map((row) => row.missed?.count ?? null)}::int[],
      ${refilled.map((row) => row.missed?.from ?? null)}::timestamptz[],
      ${refilled.map((row) => row.missed?.until ?? null)}::timestamptz[]
    ) as r(id, refill_at, planned_until, error, error_count, missed_count, missed_from, missed_until)
    where s.id = r.id`.execute(db);
};
