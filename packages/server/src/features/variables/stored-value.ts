import type { JsonValue } from '@carillon/core';
import { type RawBuilder, sql } from 'kysely';

/** As JSON, which text and null must be told from SQL's. */
export const storedValue = (value: JsonValue): RawBuilder<JsonValue> =>
  sql<JsonValue>`${JSON.stringify(value)}::jsonb`;
