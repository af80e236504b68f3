import { z } from 'zod';

/** What a form needs to know of a JSON Schema; all else is the server's to judge. */
export type FieldSchema = {
  kind: 'choice' | 'flag' | 'number' | 'text' | 'date' | 'moment' | 'members' | 'list' | 'json';
  title: string | null;
  about: string | null;
  fallback: unknown;
  isNullable: boolean;
  choices: readonly unknown[];
  isInteger: boolean;
  minimum: number | null;
  maximum: number | null;
  format: string | null;
  members: ReadonlyMap<string, FieldSchema>;
  required: ReadonlySet<string>;
  item: FieldSchema | null;
};

const record = z.record(z.string(), z.unknown());
const read = {
  record: (value: unknown): Record<string, unknown> => record.safeParse(value).data ?? {},
  text: (value: unknown): string | null => (typeof value === 'string' ? value : null),
  number: (value: unknown): number | null => (typeof value === 'number' ? value : null),
  list: (value: unknown): unknown[] => (Array.isArray(value) ? value : []),
};

const depthMax = 12;

/** Follows `#/definitions/…` and takes in what a single `allOf` says. */
const resolved = (schema: unknown, root: unknown, depth: number): Record<string, unknown> => {
  const { $ref, allOf, ...own } = read.record(schema);
  const further =
    typeof $ref === 'string' ? $ref : read.list(allOf).length === 1 ? read.list(allOf)[0] : null;
  if (further === null || depth > depthMax) return own;
  if (typeof further !== 'string') return { ...resolved(further, root, depth + 1), ...own };
  let at: unknown = root;
  for (const name of further.replace(/^#\/?/, '').split('/').filter(Boolean)) at = read.record(at)[name];
  return { ...resolved(at, root, depth + 1), ...own };
};

const isNull = (schema: unknown): boolean => read.record(schema).type === 'null';

/** `anyOf` with null, and a type beside null, are the type itself, which may be null. */
const withoutNull = (
  schema: Record<string, unknown>,
  root: unknown,
  depth: number,
): { schema: Record<string, unknown>; isNullable: boolean } => {
  const { anyOf, oneOf, ...own } = schema;
  const options = read.list(anyOf ?? oneOf);
  const others = options.filter((option) => !isNull(option));
  if (options.length > others.length && others.length === 1)
    return { schema: { ...resolved(others[0], root, depth + 1), ...own }, isNullable: true };
  const types = read.list(schema.type);
  const named = types.filter((type) => type !== 'null');
  if (types.length > 0 && named.length === 1)
    return { schema: { ...schema, type: named[0] }, isNullable: types.length > 1 };
  return { schema, isNullable: false };
};

const kindOf = (schema: Record<string, unknown>): FieldSchema['kind'] => {
  if (Array.isArray(schema.enum)) return 'choice';
  if (schema.anyOf !== undefined || schema.oneOf !== undefined || schema.allOf !== undefined) return 'json';
  switch (schema.type) {
    case 'boolean':
      return 'flag';
    case 'number':
    case 'integer':
      return 'number';
    case 'string':
      return schema.format === 'date' ? 'date' : schema.format === 'date-time' ? 'moment' : 'text';
    case 'object':
      return Object.keys(read.record(schema.properties)).length > 0 ? 'members' : 'json';
    case 'array':
      return schema.items !== undefined && typeof schema.items === 'object' ? 'list' : 'json';
    default:
      return 'json';
  }
};

/**
 * The members of an object, in the order that their author gave them where the schema says it (pydantic does); else what is
 * needed comes first, for a database keeps no order of its own.
 */
const membersOf = (schema: Record<string, unknown>): [name: string, member: unknown][] => {
  const required = new Set(read.list(schema.required));
  const placeOf = ([name, member]: [string, unknown]): number =>
    read.number(read.record(member).position) ?? (required.has(name) ? 1000 : 1001);
  return Object.entries(read.record(schema.properties)).sort((a, b) => placeOf(a) - placeOf(b));
};

/** Reads a JSON Schema, whoever wrote it: zod, pydantic, or a person. */
export const fieldSchema = (given: unknown, root: unknown = given, depth = 0): FieldSchema => {
  const { schema, isNullable } = withoutNull(resolved(given, root, depth), root, depth);
  const isTooDeep = depth > depthMax;
  const kind = isTooDeep ? 'json' : 'const' in schema ? 'choice' : kindOf(schema);
  const inner = (one: unknown): FieldSchema => fieldSchema(one, root, depth + 1);
  return {
    kind,
    title: read.text(schema.title),
    about: read.text(schema.description),
    fallback: schema.default,
    isNullable,
    choices: 'const' in schema ? [schema.const] : read.list(schema.enum),
    isInteger: schema.type === 'integer',
    minimum: read.number(schema.minimum),
    maximum: read.number(schema.maximum),
    format: read.text(schema.format),
    members: new Map(kind === 'members' ? membersOf(schema).map(([name, one]) => [name, inner(one)]) : []),
    required: new Set(read.list(schema.required).map(String)),
    item: kind === 'list' ? inner(schema.items) : null,
  };
};
