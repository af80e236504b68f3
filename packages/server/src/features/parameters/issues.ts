import type { ErrorIssue, JsonValue } from '@carillon/core';
import type { ErrorObject } from 'ajv';

const issuesMax = 20;

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** `/rows/0/day` as the path ['rows', 0, 'day']: a number where the value holds a list. */
const pathOf = (pointer: string, value: JsonValue): ErrorIssue['path'] => {
  const path: ErrorIssue['path'] = [];
  let current: JsonValue | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(current)) {
      path.push(Number(key));
      current = current[Number(key)];
    } else {
      path.push(key);
      current = typeof current === 'object' && current !== null ? current[key] : undefined;
    }
  }
  return path;
};

const alternatives = (values: unknown): string =>
  Array.isArray(values) ? values.map(short).join(' or ') : short(values);

const worded = (error: ErrorObject): { under?: string; message: string } => {
  const { keyword, params, data } = error;
  switch (keyword) {
    case 'required':
      return { under: params.missingProperty, message: 'is required' };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return {
        under: params.additionalProperty ?? params.unevaluatedProperty,
        message: 'is not known here',
      };
    case 'type': {
      const types = Array.isArray(params.type) ? params.type.join(' or ') : params.type;
      return { message: `expected ${types}, got ${typeOf(data)}` };
    }
    case 'enum':
      return { message: `expected ${alternatives(params.allowedValues)}, got ${short(data)}` };
    case 'const':
      return { message: `expected ${short(params.allowedValue)}, got ${short(data)}` };
    case 'false schema':
      return { message: 'is not allowed here' };
    default:
      return { message: `${error.message ?? `breaks "${keyword}"`}, got ${short(data)}` };
  }
};

const summaries = new Set(['anyOf', 'oneOf', 'if']);

/** What the validator found, as issues with paths; a choice is told by what each of its branches misses. */
export const issuesOf = (errors: readonly ErrorObject[], value: JsonValue): ErrorIssue[] => {
  const details = errors.filter((error) => !summaries.has(error.keyword));
  const seen = new Set<string>();
  const issues: ErrorIssue[] = [];
  for (const error of details.length > 0 ? details : errors) {
    const { under, message } = worded(error);
    const path = [...pathOf(error.instancePath, value), ...(under === undefined ? [] : [under])];
    const key = JSON.stringify([path, message]);
    if (seen.has(key) || issues.length >= issuesMax) continue;
    seen.add(key);
    issues.push({ path, message });
  }
  return issues;
};
