import { DomainError, type JsonObject, jsonObject } from '@carillon/core';

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

/** The JSON object that a value is written as. Throws VALUE_NOT_JSON, which names `what`. */
export const toJsonObject = (what: string, value: unknown): JsonObject => {
  try {
    const written = jsonObject.safeParse(JSON.parse(JSON.stringify(value)));
    if (written.success) return written.data;
    throw new DomainError('VALUE_NOT_JSON', {
      what,
      reason: written.error.issues.map(({ message }) => message).join('; '),
    });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('VALUE_NOT_JSON', { what, reason: String(error) }, { cause: error });
  }
};
