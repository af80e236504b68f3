import { fieldTime } from '../../format/time.ts';
import type { FieldSchema } from './schema.ts';

/** What stands in a form: text as it was typed, undefined where nothing was said. */
export type Draft = undefined | string | boolean | readonly Draft[] | { readonly [name: string]: Draft };

export type DraftIssue = { path: string; message: string };
export type DraftValue = { value: unknown; issues: readonly DraftIssue[] };

const isMembers = (draft: Draft): draft is { readonly [name: string]: Draft } =>
  typeof draft === 'object' && !Array.isArray(draft);
const isList = (draft: Draft): draft is readonly Draft[] => Array.isArray(draft);
export const memberOf = (draft: Draft, name: string): Draft => (isMembers(draft) ? draft[name] : undefined);
export const itemsOf = (draft: Draft): readonly Draft[] => (isList(draft) ? draft : []);

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** What a form shows for a value that is there already. */
export const draftOf = (schema: FieldSchema, value: unknown): Draft => {
  if (value === undefined) return undefined;
  if (value === null) return schema.kind === 'json' ? 'null' : undefined;
  switch (schema.kind) {
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice':
      return JSON.stringify(value);
    case 'number':
    case 'text':
    case 'date':
      return String(value);
    case 'moment':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? fieldTime(new Date(value))
        : String(value);
    case 'members':
      return Object.fromEntries(
        [...schema.members].map(([name, member]) => [
          name,
          draftOf(member, Reflect.get(Object(value), name)),
        ]),
      );
    case 'list':
      return Array.isArray(value) && schema.item !== null
        ? value.map((one) => (schema.item === null ? undefined : draftOf(schema.item, one)))
        : undefined;
    case 'json':
      return pretty(value);
  }
};

/** What the schema itself proposes. */
export const proposalOf = (schema: FieldSchema): Draft => {
  if (schema.fallback !== undefined) return draftOf(schema, schema.fallback);
  if (schema.kind !== 'members') return undefined;
  const members = [...schema.members].map(([name, member]) => [name, proposalOf(member)] as const);
  return members.some(([, draft]) => draft !== undefined) ? Object.fromEntries(members) : undefined;
};

const isBlank = (draft: Draft): boolean =>
  draft === undefined || (typeof draft === 'string' && draft.trim() === '') || isEmptyMembers(draft);
const isEmptyMembers = (draft: Draft): boolean =>
  isMembers(draft) && Object.values(draft).every((member) => isBlank(member));

const ok = (value: unknown): DraftValue => ({ value, issues: [] });
const wrong = (path: string, message: string): DraftValue => ({
  value: undefined,
  issues: [{ path, message }],
});

const readNumber = (schema: FieldSchema, text: string, path: string): DraftValue => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return wrong(path, `"${text}" is not a number`);
  if (schema.isInteger && !Number.isInteger(value)) return wrong(path, 'must be a whole number');
  if (schema.minimum !== null && value < schema.minimum)
    return wrong(path, `must be at least ${schema.minimum}`);
  if (schema.maximum !== null && value > schema.maximum)
    return wrong(path, `must be at most ${schema.maximum}`);
  return ok(value);
};

const readJson = (text: string, path: string): DraftValue => {
  try {
    return ok(JSON.parse(text));
  } catch {
    return wrong(path, 'is not JSON');
  }
};

const readMembers = (schema: FieldSchema, draft: Draft, path: string): DraftValue => {
  const value: Record<string, unknown> = {};
  const issues: DraftIssue[] = [];
  for (const [name, member] of schema.members) {
    const read = readDraft(member, memberOf(draft, name), `${path}.${name}`, schema.required.has(name));
    issues.push(...read.issues);
    if (read.value !== undefined) value[name] = read.value;
  }
  return { value, issues };
};

const readList = (item: FieldSchema, draft: Draft, path: string): DraftValue => {
  const read = itemsOf(draft).map((one, index) => readDraft(item, one, `${path}.${index}`, true));
  return { value: read.map(({ value }) => value), issues: read.flatMap(({ issues }) => issues) };
};

/**
 * The value that a draft stands for, and all that is wrong with it. What was left alone is left out: nothing is sent that nobody
 * said.
 */
const readDraft = (schema: FieldSchema, draft: Draft, path = '', isRequired = false): DraftValue => {
  if (isBlank(draft)) {
    if (!isRequired) return ok(undefined);
    return schema.isNullable ? ok(null) : wrong(path, 'is needed');
  }
  switch (schema.kind) {
    case 'members':
      return readMembers(schema, draft, path);
    case 'list':
      return schema.item === null ? ok(undefined) : readList(schema.item, draft, path);
    case 'flag':
      return ok(draft);
    case 'number':
      return readNumber(schema, String(draft), path);
    case 'choice':
    case 'json':
      return readJson(String(draft), path);
    case 'moment': {
      const at = new Date(String(draft));
      return Number.isNaN(at.getTime()) ? wrong(path, 'is not a date and time') : ok(at.toISOString());
    }
    default:
      return ok(draft);
  }
};

/** The whole form: its members are asked for even where none is filled in. */
export const readForm = (schema: FieldSchema, draft: Draft): DraftValue =>
  schema.kind === 'members' ? readMembers(schema, draft, '') : readDraft(schema, draft, '', true);
