import { DomainError } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import type { Db } from '../database/db.ts';
import { all, always, type Condition } from './condition.ts';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import type { Order } from './order.ts';

export type IdsQuery = {
  table:
    | 'flow'
    | 'flow_run'
    | 'task_run'
    | 'deployment'
    | 'work_pool'
    | 'work_queue'
    | 'worker'
    | 'variable'
    | 'concurrency_limit'
    | 'log';
  where: Condition;
  order: Order;
  limit: number;
  offset?: number;
};

const rowsOf = ({ table, where, order: { key, descending }, limit, offset = 0 }: IdsQuery) => {
  const id = sql.id(table, 'id');
  const way = sql.raw(descending ? 'desc' : 'asc');
  const value = key?.expression ?? sql`null`;
  const sorted = key === null ? sql`${id} ${way}` : sql`${key.expression} ${way}, ${id} ${way}`;
  return sql<Position>`
    select ${id} as id, ${value} as key from ${sql.table(table)}
    where ${where} order by ${sorted} limit ${limit} offset ${offset}`;
};

// The ids of one page, in order. Served by the index of the sort, which is walked until the page is full, or by that of a
// filter that matches little.
export const readIds = async (db: Db, query: IdsQuery): Promise<string[]> =>
  (await rowsOf(query).execute(db)).rows.map((row) => row.id);

/**
 * What comes after a position, as ranges of the sort's index, the first to be read out before the second begins. Rows
 * without a key have a range of their own: no comparison finds them.
 */
const rangesAfter = ({ table, order: { key, descending } }: IdsQuery, last: Position): Condition[] => {
  const id = sql.id(table, 'id');
  const beyond = sql.raw(descending ? '<' : '>');
  const laterId = sql<SqlBool>`${id} ${beyond} ${last.id}::uuid`;
  if (key === null) return [laterId];
  const withoutKey = sql<SqlBool>`${key.expression} is null`;
  if (last.key === null) {
    const rest = all([withoutKey, laterId]);
    return descending ? [rest, sql<SqlBool>`${key.expression} is not null`] : [rest];
  }
  const rest = sql<SqlBool>`(${key.expression}, ${id}) ${beyond} (${last.key}::${key.type}, ${last.id}::uuid)`;
  return key.nullable && !descending ? [rest, withoutKey] : [rest];
};

/** One page by cursor: costs the same at any depth. `nextCursor` is null once nothing follows. */
export const readIdsAfter = async (
  db: Db,
  { sort, cursor, ...query }: IdsQuery & { sort: string; cursor: string | null },
): Promise<{ ids: string[]; nextCursor: string | null }> => {
  if (cursor !== null && (query.offset ?? 0) > 0) {
    throw new DomainError('INPUT_INVALID', {
      issues: [{ path: ['offset'], message: 'cannot be given together with a cursor; please leave out one' }],
    });
  }
  const list = `${query.table} ${sort}`;
  const ranges = cursor === null ? [always] : rangesAfter(query, readCursor(list, query.order, cursor));
  const found: Position[] = [];
  // One more than is wanted tells whether anything follows.
  const wanted = query.limit + 1;
  for (const range of ranges) {
    if (found.length >= wanted || query.limit === 0) break;
    const page = { ...query, where: all([query.where, range]), limit: wanted - found.length };
    found.push(...(await rowsOf(page).execute(db)).rows);
  }
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    ids: page.map((row) => row.id),
    nextCursor: found.length > page.length && last !== undefined ? writeCursor(list, last) : null,
  };
};

export const countRows = async (
  db: Db,
  { table, where }: Pick<IdsQuery, 'table' | 'where'>,
): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where ${where}`.execute(db);
  return rows[0]?.count ?? 0;
};

type PageQuery = Omit<IdsQuery, 'offset'> & { page: number };

/** One page by number, with the count of all. */
export const readNumberedPage = async (
  db: Db,
  { page, ...query }: PageQuery,
): Promise<{ ids: string[]; count: number; limit: number; pages: number; page: number }> => {
  const { limit } = query;
  const count = await countRows(db, query);
  const ids = await readIds(db, { ...query, offset: (page - 1) * limit });
  return { ids, count, limit, pages: limit === 0 ? 0 : Math.ceil(count / limit), page };
};
