import { type RawBuilder, sql } from 'kysely';
import type { Condition } from '../../../filters/condition.ts';

export type Sql = RawBuilder<unknown>;

/** One of the tables that events are read from, and what each row of it tells as an event. */
export type EventSource = {
  /** Where `columns` come from. */
  tables: Sql;
  id: Sql;
  /** Which rows are events at all. */
  told: Condition;
  columns: Record<
    'occurred' | 'received' | 'event' | 'resource_id' | 'resource' | 'related' | 'payload' | 'follows',
    Sql
  >;
  /** How the names of its events begin; null where that is up to clients. */
  prefixes: readonly string[] | null;
  /** The columns of the index that its rows are walked by, and their types; nearly in the order of time. */
  order: readonly { key: Sql; type: 'uuid' | 'timestamptz' }[];
  /** What is of a span of time, for that index; `columns.occurred` says it to the letter. */
  within: (since: string, until: string) => Condition;
  /** Of the resource, or of any that is involved, one of these ids is true only for such rows. Null: any row. */
  narrowed: (ids: readonly string[], who: 'resource' | 'anyone') => Condition | null;
};

/** An instant as core's `preciseInstant` has it. */
export const preciseText = (instant: Sql): Sql =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A related resource, or null where there is none. */
export const related = (
  kind: string,
  { id, name, more = sql`'{}'` }: { id: Sql; name: Sql; more?: Sql },
): Sql => sql`
  case when ${id} is not null then jsonb_strip_nulls(jsonb_build_object(
    'prefect.resource.id', ${sql.lit(`prefect.${kind}.`)} || ${id}, 'prefect.resource.role', ${sql.lit(kind)},
    'prefect.resource.name', ${name}) || ${more}) end`;

/** A JSON array of those that are there. */
export const listOf = (entries: readonly Sql[]): Sql =>
  sql`to_jsonb(array_remove(array[${sql.join(entries)}], null))`;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The UUIDs in ids of resources that begin so; other resources are left out. */
export const uuidsIn = (ids: readonly string[], prefix: string): string[] =>
  ids
    .filter((id) => id.startsWith(prefix))
    .map((id) => id.slice(prefix.length))
    .filter((id) => uuid.test(id));
