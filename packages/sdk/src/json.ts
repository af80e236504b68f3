import { DomainError, type JsonObject, type JsonValue, jsonObject, jsonValue } from '@carillon/core';
import type { z } from 'zod';

/** A type as it comes back from JSON: dates are texts, functions and undefined members are gone. */
export type Json<T> = unknown extends T
  ? T
  : T extends { toJSON(): infer Written }
    ? Json<Written>
    : T extends string | number | boolean | null
      ? T
      : undefined extends T
        ? null
        : T extends bigint | symbol | ((...args: never) => unknown)
          ? never
          : T extends readonly unknown[]
            ? { -readonly [Index in keyof T]: Json<T[Index]> }
            : { -readonly [Key in keyof T as Written<Key, T[Key]>]: Json<Exclude<T[Key], undefined>> };

type Written<Key, Value> = Key extends symbol
  ? never
  : [Exclude<Value, undefined>] extends [symbol | ((...args: never) => unknown)]
    ? never
    : Key;

const written = <Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> => {
  try {
    const read = schema.safeParse(JSON.parse(JSON.stringify(value) ?? 'null'));
    if (read.success) return read.data;
    const reason = read.error.issues.map(({ message }) => message).join('; ');
    throw new DomainError('VALUE_NOT_JSON', { what, reason });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('VALUE_NOT_JSON', { what, reason: String(error) }, { cause: error });
  }
};

/** The JSON object that a value is written as. Throws VALUE_NOT_JSON, which names `what`. */
export const toJsonObject = (what: string, value: unknown): JsonObject => written(jsonObject, what, value);

/** What a value is written as in JSON; undefined is null. Throws VALUE_NOT_JSON, which names `what`. */
export const toJsonValue = (what: string, value: unknown): JsonValue => written(jsonValue, what, value);
