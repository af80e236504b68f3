import { type api, DomainError, type flowRunInput } from '@carillon/core';
import { type Selectable, type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { brokenForeignKey } from '../../database/constraint.ts';
import type { Tables } from '../../database/db.ts';
import { newId } from '../../database/id.ts';

type Inputs = (typeof api)['flowRuns']['inputs'];
type View = z.input<typeof flowRunInput>;

const inputView = (row: Selectable<Tables['flow_run_input']>): View => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  flowRunId: row.flow_run_id,
  key: row.key,
  value: row.value,
  sender: row.sender,
});

const find = ({ db }: Context, { flowRunId, key }: { flowRunId: string; key: string }) =>
  db
    .selectFrom('flow_run_input')
    .selectAll()
    .where('flow_run_id', '=', flowRunId)
    .where('key', '=', key)
    .executeTakeFirst();

/** Throws FLOW_RUN_NOT_FOUND, and NAME_TAKEN where another value is kept under the key. */
export const createRunInput = async (
  context: Context,
  { flowRunId, key, value, sender }: z.output<Inputs['create']['input']>,
): Promise<z.input<Inputs['create']['output']>> => {
  const { db, now } = context;
  const made = await db
    .insertInto('flow_run_input')
    .values({
      id: newId(now),
      created: now,
      updated: now,
      flow_run_id: flowRunId,
      key,
      value,
      sender,
    })
    .onConflict((conflict) => conflict.columns(['flow_run_id', 'key']).doNothing())
    .returningAll()
    .executeTakeFirst()
    .catch((error: unknown) => {
      if (brokenForeignKey(error) === null) throw error;
      throw new DomainError('FLOW_RUN_NOT_FOUND', { id: flowRunId }, { cause: error });
    });
  if (made !== undefined) return { input: inputView(made), created: true };
  const kept = await find(context, { flowRunId, key });
  if (kept?.value !== value || kept.sender !== sender)
    throw new DomainError('NAME_TAKEN', { noun: 'flow run input', name: key });
  return { input: inputView(kept), created: false };
};

/** Of an unknown run: none. */
export const listRunInputs = async (
  { db }: Context,
  { flowRunId, prefix, limit, excludeKeys }: z.output<Inputs['list']['input']>,
): Promise<View[]> => {
  const rows = await db
    .selectFrom('flow_run_input')
    .selectAll()
    .where('flow_run_id', '=', flowRunId)
    .where(sql<SqlBool>`starts_with(key, ${prefix})`)
    .where(sql<SqlBool>`key <> all(${excludeKeys}::text[])`)
    .orderBy('created')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(inputView);
};

/** Throws FLOW_RUN_INPUT_NOT_FOUND. */
export const readRunInput = async (
  context: Context,
  { flowRunId, key }: z.output<Inputs['read']['input']>,
): Promise<View> => {
  const row = await find(context, { flowRunId, key });
  if (row === undefined) throw new DomainError('FLOW_RUN_INPUT_NOT_FOUND', { id: flowRunId, key });
  return inputView(row);
};

/** Throws FLOW_RUN_INPUT_NOT_FOUND. */
export const deleteRunInput = async (
  { db }: Context,
  { flowRunId, key }: z.output<Inputs['delete']['input']>,
): Promise<null> => {
  const gone = await db
    .deleteFrom('flow_run_input')
    .where('flow_run_id', '=', flowRunId)
    .where('key', '=', key)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) throw new DomainError('FLOW_RUN_INPUT_NOT_FOUND', { id: flowRunId, key });
  return null;
};
