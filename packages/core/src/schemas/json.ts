import { z } from 'zod';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export const jsonDepthMax = 32;
/** Bytes of compact JSON that the parameters of a run or deployment may have. */
export const parametersBytesMax = 524_288;

/** Says why a value cannot be kept as JSON, or null when it can: no NUL, no lone surrogate, no NaN, at most 32 levels. */
const fault = (value: unknown, depth = 0): string | null => {
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'string') {
    return value.includes('\u0000') || !value.isWellFormed()
      ? 'holds a NUL character or half of a surrogate pair'
      : null;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'holds a number that JSON cannot say';
  if (typeof value !== 'object') return `holds a ${typeof value}, which JSON cannot say`;
  if (depth >= jsonDepthMax) return `is nested deeper than ${jsonDepthMax} levels`;
  if (Array.isArray(value))
    return value.reduce<string | null>((found, item) => found ?? fault(item, depth + 1), null);
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const found = fault(key, depth + 1) ?? fault(item, depth + 1);
    if (found !== null) return found;
  }
  return null;
};

const isPlainObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const reason = (issue: { input?: unknown }): string => fault(issue.input) ?? 'must be a JSON object';

export const jsonValue = z.custom<JsonValue>((value) => value !== undefined && fault(value) === null, {
  error: (issue) => fault(issue.input) ?? 'must be JSON',
});

export const jsonObject = z.custom<JsonObject>((value) => isPlainObject(value) && fault(value) === null, {
  error: reason,
});

/** Bytes of compact JSON in UTF-8. */
export const jsonBytes = (value: JsonValue): number => {
  const compact = JSON.stringify(value);
  let size = compact.length;
  for (let index = 0; index < compact.length; index += 1) {
    const code = compact.charCodeAt(index);
    if (code > 0x7f) size += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return size;
};

/** A run's or deployment's parameters: a JSON object of at most 524,288 bytes. */
export const parameters = jsonObject.superRefine((value, context) => {
  const size = jsonBytes(value);
  if (size > parametersBytesMax) {
    context.addIssue({
      code: 'custom',
      message: `must be at most ${parametersBytesMax.toLocaleString('en')} bytes as JSON (got ${size})`,
    });
  }
});

/** Labels: flat values only. */
export const labels = z.record(z.string(), z.union([z.boolean(), z.number(), z.string()]));
export type Labels = z.output<typeof labels>;
