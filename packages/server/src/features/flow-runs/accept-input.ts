import { isDomainError, issuesInWords, type JsonObject, jsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import { hydrateParameters } from '../parameters/hydrate.ts';

type Asked = {
  id: string;
  /** Where the run stored the schema of what it asks for, and where it looks for the response. */
  keyset: Readonly<Record<string, string>>;
  runInput: JsonObject;
};

/** What to keep for the run, and under which key; or why it cannot be taken. */
export type AcceptedInput = { key: string; value: JsonObject } | { fault: string };

/** Fills in what a paused run is given, and checks it against the schema that the run stored. */
export const acceptInput = async (
  context: Context,
  { id, keyset, runInput }: Asked,
): Promise<AcceptedInput> => {
  const { schema: schemaKey, response: key } = keyset;
  const stored = schemaKey === undefined ? undefined : await readValue(context, { id, key: schemaKey });
  if (stored === undefined || key === undefined) return { fault: 'Run input schema not found.' };
  const schema = readSchema(stored);
  if (schema === null) return { fault: 'Run input schema is not valid JSON.' };
  try {
    const value = await hydrateParameters(context, runInput);
    const result = await context.services.schemas.check(schema, value, { optionalNullable: true });
    if (result.ok) return { key, value };
    return { fault: 'schemaFault' in result ? result.schemaFault : issuesInWords(result.issues) };
  } catch (error) {
    if (isDomainError(error) && error.code === 'PARAMETERS_NOT_HYDRATED')
      return { fault: `Error hydrating run input: ${error.data.reason}` };
    throw error;
  }
};

const readValue = async (
  { db }: Context,
  { id, key }: { id: string; key: string },
): Promise<string | undefined> => {
  const row = await db
    .selectFrom('flow_run_input')
    .select('value')
    .where('flow_run_id', '=', id)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
};

const readSchema = (text: string): JsonObject | null => {
  try {
    return jsonObject.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};
