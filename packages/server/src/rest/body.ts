import type { ErrorIssue } from '@carillon/core';
import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import { bodyBytesMax, isTooDeep } from '../http/body.ts';
import { codecOf, type Path, type Reading, wirePath } from './codec.ts';
import { HttpRefusal } from './errors.ts';

/** A request that does not validate, and what was sent. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly issues: readonly ErrorIssue[];
  readonly sent: unknown;

  constructor(issues: readonly ErrorIssue[], sent: unknown) {
    super('Invalid request received.');
    this.issues = issues;
    this.sent = sent;
  }
}

export type BodyForm = {
  /** Members may be null for omitted, unknown ones do not matter, and the whole body may be missing. */
  embedded?: boolean | undefined;
  /** Members that mean nothing here, by their wire names. */
  dropped?: readonly string[] | undefined;
};

/** The JSON of a request; undefined where it has no body. */
const readJson = async (c: HonoContext): Promise<unknown> => {
  const tooLarge = (limit: string) => new HttpRefusal(413, `The request is larger than allowed: ${limit}.`);
  if (Number(c.req.header('content-length') ?? 0) > bodyBytesMax) throw tooLarge(`${bodyBytesMax} bytes`);
  const text = await c.req.text();
  if (Buffer.byteLength(text) > bodyBytesMax) throw tooLarge(`${bodyBytesMax} bytes`);
  if (text === '') return undefined;
  if (isTooDeep(text)) throw tooLarge('32 levels of nesting');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidRequest([{ path: [], message: `the body is no JSON: ${reason}` }], text);
  }
};

/** An object with those of its members that count; anything else as it is. */
const membersThat = (value: unknown, counts: (name: string, member: unknown) => boolean): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name, member]) => counts(name, member)))
    : value;

/** Reads a value in Prefect's spelling by a schema. Throws InvalidRequest, whose paths are in that spelling too. */
export const readWire = <S extends z.ZodType>(
  schema: S,
  sent: unknown,
  { now, at = [], ignoreUnknown = false }: { now: Date; at?: Path; ignoreUnknown?: boolean },
): z.output<S> => {
  const reading: Reading = { faults: [], now };
  const codec = codecOf(schema);
  const read = codec.read(sent, at, reading);
  const faults = ignoreUnknown
    ? reading.faults.filter(({ path }) => path.length > at.length + 1)
    : reading.faults;
  const parsed = schema.safeParse(read);
  if (parsed.success && faults.length === 0) return parsed.data;
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    path: [...at, ...wirePath(codec, path)],
    message,
  }));
  throw new InvalidRequest([...faults, ...issues], sent);
};

/** The body of a request by its schema. */
export const readBody = async <S extends z.ZodType>(
  c: HonoContext,
  schema: S,
  { embedded = false, dropped = [], now }: BodyForm & { now: Date },
): Promise<{ sent: unknown; body: z.output<S> }> => {
  const sent = await readJson(c);
  if (!embedded && sent === undefined)
    throw new InvalidRequest([{ path: [], message: 'the body is missing' }], null);
  const given = membersThat(
    sent ?? {},
    (name, member) => !dropped.includes(name) && !(embedded && member === null),
  );
  return { sent, body: readWire(schema, given, { now, ignoreUnknown: embedded }) };
};
