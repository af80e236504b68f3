import type { JsonObject, JsonValue } from '@carillon/core';

const objectOf = (value: JsonValue | undefined): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

/** The JSON Schema of a base job template's variables, or null where it has none. */
export const variablesOf = ({ variables }: JsonObject): JsonObject | null => objectOf(variables);

/** The variables that have a default, with it. */
export const defaultsOf = (variables: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(objectOf(variables.properties) ?? {}).flatMap(([name, property]) => {
      const fallback = objectOf(property)?.default;
      return fallback === undefined ? [] : [[name, fallback]];
    }),
  );
