import type { JsonObject, JsonValue } from '@carillon/core';

const objectOf = (value: JsonValue | undefined): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

/** What a job is made from, with placeholders for variables; null where the template has nothing. */
export const configurationOf = ({ job_configuration: configuration }: JsonObject): JsonObject | null =>
  objectOf(configuration);

/** The JSON Schema of a base job template's variables, or null where it has none. */
export const variablesOf = ({ variables }: JsonObject): JsonObject | null => objectOf(variables);

const propertiesOf = (variables: JsonObject): JsonObject => objectOf(variables.properties) ?? {};

export const variableNames = (variables: JsonObject): Set<string> =>
  new Set(Object.keys(propertiesOf(variables)));

/** The variables that have a default, with it. */
export const defaultsOf = (variables: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(propertiesOf(variables)).flatMap(([name, property]) => {
      const fallback = objectOf(property)?.default;
      return fallback === undefined ? [] : [[name, fallback]];
    }),
  );

/** The id of the block document that a default stands for, if it stands for one. */
export const blockOf = (fallback: JsonValue): string | null => {
  const reference = objectOf(objectOf(fallback)?.$ref);
  return reference === null ? null : String(reference.block_document_id);
};

/** The names in `{{ name }}`, anywhere in a configuration, each once. */
export const placeholders = (configuration: JsonObject): string[] => {
  const found = JSON.stringify(configuration).matchAll(/\{\{\s*([\w.\-[\]$]+)\s*\}\}/g);
  return [...new Set(Array.from(found, ([, name = '']) => name))];
};
