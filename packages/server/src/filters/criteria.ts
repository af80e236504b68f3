import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, never } from './condition.ts';

/** A column or an expression, with the type of the values that it is compared with. */
export type Column = { expression: RawBuilder<unknown>; type: RawBuilder<unknown> };

type List = readonly string[] | null | undefined;
type Flag = boolean | null | undefined;
type Moment = Date | null | undefined;

export const column = (
  expression: string,
  type: 'uuid' | 'text' | 'timestamptz' | 'integer' = 'text',
): Column => ({
  expression: sql.raw(expression),
  type: sql.raw(type),
});

/** One value is asked for by `=`, for which an index also gives its further columns in order. */
export const anyOf = ({ expression, type }: Column, values: List): Condition | null => {
  if (values == null) return null;
  const [first] = values;
  if (first === undefined) return never;
  return values.length === 1
    ? sql<SqlBool>`${expression} = ${first}::${type}`
    : sql<SqlBool>`${expression} = any(${[...values]}::${type}[])`;
};

/** Rows without a value are left out, as by NOT IN. */
export const noneOf = ({ expression, type }: Column, values: List): Condition | null =>
  values == null || values.length === 0
    ? null
    : sql<SqlBool>`${expression} <> all(${[...values]}::${type}[])`;

export const isNull = ({ expression }: Column, wanted: Flag): Condition | null =>
  wanted == null
    ? null
    : wanted
      ? sql<SqlBool>`${expression} is null`
      : sql<SqlBool>`${expression} is not null`;

/** Both bounds belong to it. */
export const between = (
  { expression, type }: Column,
  { before, after }: { before?: Moment; after?: Moment },
): Condition =>
  all([
    before == null ? null : sql<SqlBool>`${expression} <= ${before}::${type}`,
    after == null ? null : sql<SqlBool>`${expression} >= ${after}::${type}`,
  ]);

/** Text anywhere inside, in any case. `%`, `_` and `\` keep the meaning that they have in LIKE; empty text says nothing. */
export const like = (column: string, text: string | null | undefined): Condition | null =>
  text == null || text === '' ? null : sql<SqlBool>`${sql.raw(column)} ilike ${`%${text}%`}`;

/** Text at the beginning, in any case, with LIKE's wildcards; an empty list says nothing. */
export const startsWith = (column: string, texts: List): Condition | null =>
  texts == null || texts.length === 0
    ? null
    : sql<SqlBool>`${sql.raw(column)} ilike any(${texts.map((text) => `${text}%`)}::text[])`;

/** `table`'s name, which is compared and sorted by code points. */
export const named = (
  table: string,
  { any, like: part }: { any?: List; like?: string | null | undefined },
): Condition => all([anyOf(column(byCodePoints(table)), any), like(`${table}.name`, part)]);

export const byCodePoints = (table: string): string => `${table}.name collate "C"`;

/**
 * Said twice: the planner takes a tag that it does not know for one of every two hundredth row, and would rather walk all rows in
 * the order of the sort than find the few.
 */
const twice = (condition: Condition): Condition => all([condition, condition]);

type Tags = { operator: 'and' | 'or'; all?: List; any?: List; isNull?: Flag };

export const tagged = (table: string, { operator, all: every, any, isNull: none }: Tags): Condition => {
  const tags = sql.raw(`${table}.tags`);
  return combine(operator, [
    every == null || every.length === 0 ? null : twice(sql<SqlBool>`${tags} @> ${[...every]}::text[]`),
    any == null ? null : any.length === 0 ? never : twice(sql<SqlBool>`${tags} && ${[...any]}::text[]`),
    none == null ? null : none ? sql<SqlBool>`${tags} = '{}'` : sql<SqlBool>`${tags} <> '{}'`,
  ]);
};
