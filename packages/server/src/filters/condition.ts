import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A piece of a WHERE clause. */
export type Condition = RawBuilder<SqlBool>;

export const always: Condition = sql<SqlBool>`true`;
export const never: Condition = sql<SqlBool>`false`;

const joined = (conditions: readonly Condition[], word: 'and' | 'or'): Condition => {
  const [first = always] = conditions;
  return conditions.length > 1 ? sql<SqlBool>`(${sql.join(conditions, sql.raw(` ${word} `))})` : first;
};

/** Every one of them; null says nothing. */
export const all = (conditions: readonly (Condition | null)[]): Condition =>
  joined(
    conditions.filter((condition) => condition !== null).filter((condition) => condition !== always),
    'and',
  );

/** At least one of them, or anything where none is given; null says nothing. */
const some = (conditions: readonly (Condition | null)[]): Condition => {
  const given = conditions.filter((condition) => condition !== null);
  return given.includes(always) ? always : joined(given, 'or');
};

/** A filter object's own criteria by its operator. One that is there but says nothing is true: under `or` it lets all pass. */
export const combine = (operator: 'and' | 'or', criteria: readonly (Condition | null)[]): Condition =>
  operator === 'or' ? some(criteria) : all(criteria);

/** A row of `from` that meets the conditions. */
export const exists = (from: string, conditions: readonly (Condition | null)[]): Condition =>
  sql<SqlBool>`exists (select from ${sql.raw(from)} where ${all(conditions)})`;

export const not = (condition: Condition): Condition => sql<SqlBool>`not ${condition}`;
