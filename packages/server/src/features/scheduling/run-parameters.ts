import { isDomainError, type JsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import { checkParameters } from '../parameters/check-parameters.ts';
import { hydrateParameters } from '../parameters/hydrate.ts';
import { readScheduleParameters, type ScheduleParameters } from './statements/read-schedule-parameters.ts';

/** What the runs of a schedule are made with, null where nothing had to be filled in; or why they cannot be begun. */
export type RunParameters = { parameters: JsonObject | null; fault: string | null };

/**
 * The parameters of the runs of these schedules: the deployment's with the schedule's over them, filled in, and checked where the
 * deployment says so. What is wrong with one schedule's is told of it alone.
 */
export const runParameters = async (
  context: Context,
  scheduleIds: readonly string[],
): Promise<Map<string, RunParameters>> => {
  const found = new Map<string, RunParameters>();
  for (const row of await readScheduleParameters(context.db, scheduleIds)) {
    found.set(row.id, await parametersOf(context, row));
  }
  return found;
};

const parametersOf = async (
  context: Context,
  { deployment_name: name, parameters: given, schema }: ScheduleParameters,
): Promise<RunParameters> => {
  try {
    const parameters = await hydrateParameters(context, given, name);
    if (schema !== null) await checkParameters(context, { name, schema, parameters, optionalNullable: true });
    return { parameters: parameters === given ? null : parameters, fault: null };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { parameters: null, fault: error.message };
  }
};
