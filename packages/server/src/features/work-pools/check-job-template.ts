import { DomainError, type ErrorIssue, type JsonObject } from '@carillon/core';
import type { Context } from '../../context.ts';
import {
  blockOf,
  configurationOf,
  defaultsOf,
  placeholders,
  variableNames,
  variablesOf,
} from './job-template.ts';

type Path = ErrorIssue['path'];

const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0;

const refusal = (issues: readonly ErrorIssue[]): DomainError<'INPUT_INVALID'> =>
  new DomainError('INPUT_INVALID', {
    issues: issues.map(({ path, message }) => ({ path: ['baseJobTemplate', ...path], message })),
  });

/**
 * Throws INPUT_INVALID for a base job template that no job can be made from: one without its configuration or its variables, one
 * that uses a variable it does not name, one whose variables are no JSON Schema or refuse their own defaults. An empty template
 * says nothing, and is none of these. Throws BLOCK_DOCUMENT_NOT_FOUND for a default that is a block document.
 */
export const checkJobTemplate = async (
  { services }: Pick<Context, 'services'>,
  template: JsonObject,
): Promise<void> => {
  if (isEmpty(template)) return;
  const configuration = configurationOf(template);
  const variables = variablesOf(template);
  if (configuration === null || variables === null || isEmpty(configuration) || isEmpty(variables)) {
    const message = 'must have both `job_configuration` and `variables`, and neither may be empty';
    throw refusal([{ path: [], message }]);
  }
  const names = variableNames(variables);
  const unknown = placeholders(configuration).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    const message = (name: string) =>
      `uses {{ ${name} }}, which is not among the properties of \`variables\``;
    throw refusal(unknown.map((name) => ({ path: ['job_configuration'], message: message(name) })));
  }
  const defaults = defaultsOf(variables);
  for (const fallback of Object.values(defaults)) {
    const block = blockOf(fallback);
    if (block !== null) throw new DomainError('BLOCK_DOCUMENT_NOT_FOUND', { id: block });
  }
  const options = { ignoreRequired: true, optionalNullable: 'even-defaults' } as const;
  const result = await services.schemas.check(variables, defaults, options);
  if (result.ok) return;
  if ('schemaFault' in result)
    throw refusal([{ path: ['variables'], message: `is not a JSON Schema: ${result.schemaFault}` }]);
  throw refusal(result.issues.map(({ path, message }) => ({ path: defaultPath(path), message })));
};

/** Where the default of a variable, or a member of it, stands in the template. */
const defaultPath = ([name, ...rest]: Path): Path =>
  name === undefined ? ['variables'] : ['variables', 'properties', name, 'default', ...rest];
