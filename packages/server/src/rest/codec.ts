import { instant, schedule } from '@carillon/core';
import { z } from 'zod';
import { readBoolean, readInstant, readNumber } from './lax.ts';
import { scheduleCodec } from './schedule-codec.ts';
import { combinations, wireNames } from './spelling.ts';

export type Path = (string | number)[];

/** What is noted while a body is read: members that its schema does not know, and when it came. */
export type Reading = { faults: { path: Path; message: string }[]; now: Date };

/**
 * A schema in Prefect's spelling. `read` turns what came over the wire into the schema's input, leniently as Prefect reads it, and
 * notes members that the schema does not know; the schema itself judges the rest. `write` turns the schema's output, or what
 * may become it, into what goes over the wire. User JSON passes through both letter for letter.
 */
export type Codec = {
  read: (value: unknown, path: Path, reading: Reading) => unknown;
  write: (value: unknown) => unknown;
  /** Which of several alternatives a value is for. */
  fits: (value: unknown, direction: 'read' | 'write') => boolean;
  /** A member by our name for it: its wire name, and what it is. */
  member?: (name: string | number) => Member | undefined;
};

type Member = { wire: string | number; codec: Codec };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const asIs = (fits: Codec['fits'] = () => true): Codec => ({
  read: (value) => value,
  write: (value) => value,
  fits,
});

const instantCodec: Codec = {
  read: readInstant,
  write: (value) => (value instanceof Date ? value.toISOString() : value),
  fits: (value) => value instanceof Date || typeof value === 'string' || typeof value === 'number',
};

const same =
  (codec: Codec) =>
  (name: string | number): Member => ({ wire: name, codec });

/** The wire's spelling of a path into a value of ours. */
export const wirePath = (codec: Codec, path: readonly PropertyKey[]): Path => {
  const spelled: Path = [];
  let at: Codec | undefined = codec;
  for (const part of path) {
    const name = typeof part === 'number' ? part : String(part);
    const member: Member | undefined = at?.member?.(name);
    spelled.push(member?.wire ?? name);
    at = member?.codec;
  }
  return spelled;
};

const objectCodec = (shape: Readonly<Record<string, z.core.$ZodType>>, strict: boolean): Codec => {
  const names = Object.keys(shape);
  const wire = wireNames(names);
  const members = names.map((name, index) => ({
    name,
    wire: wire[index] ?? name,
    codec: codecOf(shape[name] ?? z.unknown()),
  }));
  const known = new Map(members.map((member) => [member.wire, member]));
  const own = new Map(members.map((member) => [member.name, member]));
  return {
    member: (name) => own.get(String(name)),
    read: (value, path, reading) => {
      if (!isObject(value)) return value;
      const read: Record<string, unknown> = {};
      for (const [key, given] of Object.entries(value)) {
        const member = known.get(key);
        if (member !== undefined) read[member.name] = member.codec.read(given, [...path, key], reading);
        else if (strict) reading.faults.push({ path: [...path, key], message: 'is not known here' });
      }
      return read;
    },
    write: (value) => {
      if (!isObject(value)) return value;
      const written: Record<string, unknown> = {};
      for (const { name, wire: key, codec } of members) {
        const given = value[name];
        if (given !== undefined) written[key] = codec.write(given);
      }
      return written;
    },
    fits: (value, direction) =>
      isObject(value) &&
      (direction === 'read'
        ? Object.keys(value).every((key) => known.has(key))
        : members.every(({ name, codec }) => codec.fits(value[name], 'write'))),
  };
};

const arrayCodec = (item: Codec): Codec => ({
  member: same(item),
  read: (value, path, reading) =>
    Array.isArray(value) ? value.map((one, index) => item.read(one, [...path, index], reading)) : value,
  write: (value) => (Array.isArray(value) ? value.map(item.write) : value),
  fits: Array.isArray,
});

const recordCodec = (item: Codec): Codec => ({
  member: same(item),
  read: (value, path, reading) =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, one]) => [key, item.read(one, [...path, key], reading)]),
        )
      : value,
  write: (value) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item.write(one)]))
      : value,
  fits: isObject,
});

const unionCodec = (options: readonly Codec[]): Codec => {
  const choose = (value: unknown, direction: 'read' | 'write'): Codec | undefined =>
    options.find((option) => option.fits(value, direction));
  return {
    member: (name) => {
      for (const option of options) {
        const member = option.member?.(name);
        if (member !== undefined) return member;
      }
      return undefined;
    },
    read: (value, path, reading) =>
      (choose(value, 'read') ?? options[0])?.read(value, path, reading) ?? value,
    write: (value) => (choose(value, 'write') ?? options[0])?.write(value) ?? value,
    fits: (value, direction) => choose(value, direction) !== undefined,
  };
};

const orNull = (inner: Codec): Codec => ({
  ...inner,
  read: (value, path, reading) => (value === null ? null : inner.read(value, path, reading)),
  write: (value) => (value === null ? null : inner.write(value)),
  fits: (value, direction) => value === null || inner.fits(value, direction),
});

const orUndefined = (inner: Codec): Codec => ({
  ...inner,
  fits: (value, direction) => value === undefined || inner.fits(value, direction),
});

const enumCodec = (values: readonly string[]): Codec => {
  if (!(values.includes('and') && values.includes('or')))
    return asIs((value) => typeof value === 'string' && values.includes(value));
  const read = new Map(Object.entries(combinations).map(([name, wire]) => [wire, name]));
  return {
    // A word of ours is none of theirs.
    read: (value) => (typeof value === 'string' ? (read.get(value) ?? `"${value}"`) : value),
    write: (value) => (typeof value === 'string' ? combinations[value] : value),
    fits: (value) => typeof value === 'string',
  };
};

const build = (schema: z.core.$ZodType): Codec => {
  if (schema === instant) return instantCodec;
  if (schema === schedule) return scheduleCodec;
  if (schema instanceof z.ZodObject)
    return objectCodec(schema.shape, schema.def.catchall instanceof z.ZodNever);
  if (schema instanceof z.ZodArray) return arrayCodec(codecOf(schema.element));
  if (schema instanceof z.ZodRecord) return recordCodec(codecOf(schema.valueType));
  if (schema instanceof z.ZodNullable) return orNull(codecOf(schema.unwrap()));
  if (schema instanceof z.ZodOptional) return orUndefined(codecOf(schema.unwrap()));
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return orUndefined(codecOf(schema.def.innerType));
  if (schema instanceof z.ZodUnion) return unionCodec(schema.options.map(codecOf));
  if (schema instanceof z.ZodEnum) return enumCodec(schema.options.map(String));
  if (schema instanceof z.ZodLiteral) return asIs((value) => [...schema.values].some((one) => one === value));
  if (schema instanceof z.ZodBoolean)
    return { ...asIs((value) => typeof value === 'boolean'), read: readBoolean };
  if (schema instanceof z.ZodNumber)
    return { ...asIs((value) => typeof value === 'number'), read: readNumber };
  if (schema instanceof z.ZodString) return asIs((value) => typeof value === 'string');
  if (schema instanceof z.ZodNull) return asIs((value) => value === null);
  // User JSON.
  return asIs();
};

const codecs = new WeakMap<z.core.$ZodType, Codec>();

/** Built once for each schema. */
export const codecOf = (schema: z.core.$ZodType): Codec => {
  const known = codecs.get(schema);
  if (known !== undefined) return known;
  const codec = build(schema);
  codecs.set(schema, codec);
  return codec;
};
