import { createHash } from 'node:crypto';
import type { ErrorIssue, JsonObject, JsonValue } from '@carillon/core';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { issuesOf } from './issues.ts';
import { loosened, type SchemaCheckOptions, withPrefixItems } from './schema-form.ts';

export type SchemaCheck = { schema: JsonObject; value: JsonValue; options: SchemaCheckOptions };

/** `schemaFault` says why the schema itself cannot be used. */
export type SchemaCheckResult =
  | { ok: true }
  | { ok: false; issues: ErrorIssue[] }
  | { ok: false; schemaFault: string };

const compiledMax = 500;
const older = /json-schema\.org\/draft-0[34567]\//;

/** Foreign schemas: what is unknown in them is let be, and formats are words, not rules. */
const foreign = { strict: false, validateFormats: false, logger: false, allErrors: true } as const;

// Compiling the schema of schemas takes longer than all the rest, so one instance of each draft keeps it.
const newerDraft = new Ajv2020(foreign);
const olderDraft = new Ajv(foreign);

/** Throws with words when the schema is not one. Each has its own instance: ids in one say nothing about another. */
const compile = (schema: JsonObject, options: SchemaCheckOptions): ValidateFunction => {
  const { $schema, ...rest } = schema;
  const isOlder = typeof $schema === 'string' && older.test($schema);
  const form = isOlder ? rest : withPrefixItems(rest);
  const draft = isOlder ? olderDraft : newerDraft;
  if (draft.validateSchema(Object(form)) !== true) {
    throw new Error(draft.errorsText(draft.errors?.slice(0, 3), { dataVar: 'schema' }));
  }
  const own = { ...foreign, meta: false, validateSchema: false, verbose: true } as const;
  const ajv = isOlder ? new Ajv(own) : new Ajv2020(own);
  return ajv.compile(Object(loosened(form, options)));
};

const faultOf = (error: unknown): string => {
  if (error instanceof RangeError) return 'it refers to itself without end';
  return error instanceof Error ? error.message : String(error);
};

/** Checks values against schemas of users, and keeps the compiled schemas that were used last. May hang in a `pattern`. */
export const createSchemaCheck = (): ((check: SchemaCheck) => SchemaCheckResult) => {
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (schema: JsonObject, options: SchemaCheckOptions): ValidateFunction => {
    const key = createHash('sha256')
      .update(JSON.stringify([options.ignoreRequired, options.optionalNullable, schema]))
      .digest('base64');
    const validate = compiled.get(key) ?? compile(schema, options);
    compiled.delete(key);
    compiled.set(key, validate);
    const [oldest] = compiled.keys();
    if (compiled.size > compiledMax && oldest !== undefined) compiled.delete(oldest);
    return validate;
  };
  return ({ schema, value, options }) => {
    try {
      const validate = validatorOf(schema, options);
      return validate(value) ? { ok: true } : { ok: false, issues: issuesOf(validate.errors ?? [], value) };
    } catch (error) {
      return { ok: false, schemaFault: faultOf(error) };
    }
  };
};
