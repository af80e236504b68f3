import type { Actor, EventKind } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type EventRow = { id: string; kind: EventKind; subjectId: string; detail: object };

// Appends events in this order, each later than the one before of its subject, which the transaction holds. Served by
// event_subject_unique.
export const insertEvents = async (
  db: Db,
  { rows, now, actor }: { rows: readonly EventRow[]; now: Date; actor: Actor | null },
): Promise<void> => {
  const given = rows.map(({ subjectId, ...row }, position) => ({ ...row, subject_id: subjectId, position }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(
        id uuid, kind text, subject_id uuid, detail jsonb, position int
      )
    ),
    last as (
      select subject.id, greatest(${now}::timestamptz, before.at + interval '1 millisecond') as at
      from (select distinct subject_id as id from given) subject
      left join lateral (
        select at from event where subject_id = subject.id order by at desc limit 1
      ) before on true
    )
    insert into event (id, kind, subject_id, at, actor, detail)
    select
      given.id, given.kind, given.subject_id,
      last.at + interval '1 millisecond' * (row_number() over (partition by given.subject_id order by position) - 1),
      ${actor === null ? null : JSON.stringify(actor)}::jsonb, given.detail
    from given
    join last on last.id = given.subject_id`.execute(db);
};
