import { DomainError, type JsonObject, type JsonValue } from '@carillon/core';
import type { Context } from '../../context.ts';

const kindKey = '__prefect_kind';

/** Where a template without a value stood, nothing stands. */
const absent = Symbol('absent');
type Hydrated = JsonValue | typeof absent;

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether any template stands in it. */
const holdsTemplates = (value: JsonValue): boolean => {
  if (Array.isArray(value)) return value.some(holdsTemplates);
  return isObject(value) && (kindKey in value || Object.values(value).some(holdsTemplates));
};

/**
 * The parameters with their templates filled in: `{"__prefect_kind": "none" | "json" | "workspace_variable", …}`.
 * `owner` is named in the error. Throws PARAMETERS_NOT_HYDRATED.
 */
export const hydrateParameters = async (
  { db }: Context,
  parameters: JsonObject,
  owner = 'this run',
): Promise<JsonObject> => {
  const variables = new Map<string, JsonValue>();
  const refuse = (reason: string): never => {
    throw new DomainError('PARAMETERS_NOT_HYDRATED', { name: owner, reason });
  };

  const variable = async (name: JsonValue): Promise<JsonValue> => {
    if (typeof name !== 'string') return refuse('"variable_name" must be text');
    const known = variables.get(name);
    if (known !== undefined) return known;
    const row = await db.selectFrom('variable').select('value').where('name', '=', name).executeTakeFirst();
    if (row === undefined) return refuse(`there is no variable "${name}"`);
    variables.set(name, row.value);
    return row.value;
  };

  const parsed = (text: string): JsonValue => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return refuse(`invalid JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  /** The hydrated member of a template, or `absent`. */
  const member = async (template: JsonObject, key: string): Promise<Hydrated> => {
    const value = template[key];
    return value === undefined ? absent : hydrated(value);
  };

  const filled = async (template: JsonObject): Promise<Hydrated> => {
    switch (template[kindKey]) {
      case 'none': {
        const value = await member(template, 'value');
        return value === absent ? refuse('a template of kind "none" has no "value"') : value;
      }
      case 'json': {
        const value = await member(template, 'value');
        return typeof value === 'string' ? parsed(value) : value;
      }
      case 'workspace_variable': {
        const name = await member(template, 'variable_name');
        return name === absent ? absent : variable(name);
      }
      case 'jinja':
        return refuse('Jinja templates are not supported; use "json", "workspace_variable" or a plain value');
      default: {
        const value = template.value;
        return value === undefined ? null : hydrated(value);
      }
    }
  };

  const hydrated = async (value: JsonValue): Promise<Hydrated> => {
    if (Array.isArray(value)) {
      const items: JsonValue[] = [];
      for (const item of value) {
        const result = await hydrated(item);
        if (result !== absent) items.push(result);
      }
      return items;
    }
    if (!isObject(value)) return value;
    if (kindKey in value) return filled(value);
    const members: [string, JsonValue][] = [];
    for (const [key, item] of Object.entries(value)) {
      const result = await hydrated(item);
      if (result !== absent) members.push([key, result]);
    }
    return Object.fromEntries(members);
  };

  if (!holdsTemplates(parameters)) return parameters;
  const result = await hydrated(parameters);
  if (result === absent) return {};
  return typeof result === 'object' && isObject(result) ? result : refuse('they must stay an object');
};
