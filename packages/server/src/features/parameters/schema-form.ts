import type { JsonObject, JsonValue } from '@carillon/core';

export type SchemaCheckOptions = {
  /** What is required may be missing, at every level: the value is not whole yet. */
  ignoreRequired?: boolean;
  /** A typed property that is not required may be null: one without a default, or any with `even-defaults`. */
  optionalNullable?: boolean | 'even-defaults';
};

const schemaKeywords = new Set([
  ...['items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems'],
  ...['additionalProperties', 'propertyNames', 'unevaluatedProperties'],
  ...['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf'],
]);
const namedSchemaKeywords = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
]);

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapValues = (object: JsonObject, change: (value: JsonValue, key: string) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

/** Changes a schema and each schema inside it, the inner ones first; what is data (enum, default, …) stays. */
const mapSchema = (schema: JsonValue, change: (schema: JsonObject) => JsonObject): JsonValue => {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, change));
  if (!isObject(schema)) return schema;
  return change(
    mapValues(schema, (value, keyword) => {
      if (schemaKeywords.has(keyword)) return mapSchema(value, change);
      if (namedSchemaKeywords.has(keyword) && isObject(value))
        return mapValues(value, (inner) => mapSchema(inner, change));
      return value;
    }),
  );
};

const orNull = (property: JsonValue, evenDefaults: boolean): JsonValue => {
  if (!isObject(property) || property.type === undefined) return property;
  if ('default' in property && !evenDefaults) return property;
  const types = Array.isArray(property.type) ? property.type : [property.type];
  return { ...property, type: [...new Set([...types, 'null'])] };
};

/** The schema with its demands loosened as asked. */
export const loosened = (
  schema: JsonValue,
  { ignoreRequired = false, optionalNullable = false }: SchemaCheckOptions,
): JsonValue =>
  mapSchema(schema, ({ required, ...rest }) => {
    const names = new Set(Array.isArray(required) ? required : []);
    const form = ignoreRequired || required === undefined ? rest : { ...rest, required };
    if (optionalNullable === false || !isObject(form.properties)) return form;
    const properties = mapValues(form.properties, (property, name) =>
      names.has(name) ? property : orNull(property, optionalNullable === 'even-defaults'),
    );
    return { ...form, properties };
  });

/** Positional `items` in the spelling of draft 2020-12, which many a schema of that draft does not use yet. */
export const withPrefixItems = (schema: JsonValue): JsonValue =>
  mapSchema(schema, ({ items, additionalItems, ...rest }) => {
    if (!Array.isArray(items)) return items === undefined ? rest : { ...rest, items };
    return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
  });
