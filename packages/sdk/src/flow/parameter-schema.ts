import { DomainError, type JsonObject, jsonObject } from '@carillon/core';
import { z } from 'zod';

/** What to write in the place of schemas that JSON cannot say. */
const instead: Readonly<Record<string, string>> = {
  date: 'use z.iso.datetime()',
  bigint: 'use z.int() or z.string()',
  map: 'use z.record()',
  set: 'use z.array()',
  undefined: 'use .optional()',
  void: 'use .optional()',
  nan: 'use z.number()',
  symbol: 'use z.enum()',
  function: 'parameters are plain values',
  custom: 'use a schema of plain values, with .refine() for the rest',
};

/** `['properties', 'days', 'items']` -> `days.items`. */
const words = (path: readonly (string | number)[]): string =>
  [
    'parameters',
    ...path.filter((part, index) => part !== 'properties' || path[index - 1] === 'properties'),
  ].join('.');

/**
 * The JSON Schema that the server keeps for a flow's parameters, as callers write them. Throws PARAMETER_SCHEMA_INVALID with
 * the path of what has no JSON form.
 */
export const parameterSchema = (name: string, parameters: z.ZodObject): JsonObject => {
  // Found from the last to the first.
  const faults: string[] = [];
  const written = z.toJSONSchema(parameters, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, path }) => {
      const { type } = zodSchema._zod.def;
      const advice = instead[type];
      if (advice !== undefined) faults.push(`${words(path)}: z.${type}() has no JSON form; ${advice}`);
    },
  });
  if (faults.length > 0) {
    throw new DomainError('PARAMETER_SCHEMA_INVALID', { name, reason: faults.toReversed().join('; ') });
  }
  return jsonObject.parse(JSON.parse(JSON.stringify(written)));
};
