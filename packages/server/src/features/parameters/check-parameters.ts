import { DomainError, type JsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { SchemaCheckOptions } from './schema-form.ts';

export type ParametersCheck = SchemaCheckOptions & {
  /** Whose parameters they are, as errors name it. */
  name: string;
  schema: JsonObject | null;
  parameters: JsonObject;
};

/** Throws PARAMETERS_INVALID when the schema refuses the parameters, PARAMETER_SCHEMA_INVALID when it is no schema. */
export const checkParameters = async (
  { services }: Context,
  { name, schema, parameters, ...options }: ParametersCheck,
): Promise<void> => {
  if (schema === null) {
    throw new DomainError('PARAMETER_SCHEMA_INVALID', {
      name,
      reason: 'parameters are to be checked (enforceParameterSchema), and there is no schema',
    });
  }
  const result = await services.schemas.check(schema, parameters, options);
  if (result.ok) return;
  if ('schemaFault' in result)
    throw new DomainError('PARAMETER_SCHEMA_INVALID', { name, reason: result.schemaFault });
  throw new DomainError('PARAMETERS_INVALID', { name, issues: result.issues });
};
