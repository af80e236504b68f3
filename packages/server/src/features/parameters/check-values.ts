import { type ErrorIssue, isDomainError, type JsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import { hydrateParameters } from './hydrate.ts';

/** The members with their templates filled in, and what is wrong with those that cannot be. */
const hydratedMembers = async (
  context: Context,
  values: JsonObject,
): Promise<{ filled: JsonObject; issues: ErrorIssue[] }> => {
  const filled: [string, JsonObject[string]][] = [];
  const issues: ErrorIssue[] = [];
  for (const [name, value] of Object.entries(values)) {
    try {
      filled.push(...Object.entries(await hydrateParameters(context, Object.fromEntries([[name, value]]))));
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'PARAMETERS_NOT_HYDRATED') throw error;
      issues.push({ path: [name], message: error.data.reason });
    }
  }
  return { filled: Object.fromEntries(filled), issues };
};

/** What a schema has against values, with the templates in them filled in; `schemaFault` where it is no schema. */
export const checkValues = async (
  context: Context,
  { schema, values }: { schema: JsonObject; values: JsonObject },
): Promise<{ issues: ErrorIssue[] } | { schemaFault: string }> => {
  const { filled, issues } = await hydratedMembers(context, values);
  const result = await context.services.schemas.check(schema, filled, { optionalNullable: true });
  if (result.ok) return { issues };
  if ('schemaFault' in result) return result;
  // Of what could not be filled in, the schema knows only that it is missing.
  const told = new Set(issues.map(({ path }) => path[0]));
  return { issues: [...issues, ...result.issues.filter(({ path }) => !told.has(path[0] ?? ''))] };
};
