import type { Actor } from '@carillon/core';
import { p } from '@mikro-orm/core';

/** Instants are kept to the millisecond, the engine's unit. */
export const instant = () => p.datetime().columnType('timestamptz(3)');

/** What clients tell of their tasks comes closer together. */
export const preciseInstant = () => p.datetime().columnType('timestamptz(6)');

export const strings = () => p.array().$type<string[]>().columnType('text[]');

/** Ids are made in TypeScript (UUID version 7), for PostgreSQL 15 to 17 make none; times come from the caller's clock. */
export const row = () => ({ id: p.uuid().primary(), created: instant(), updated: instant() });

export const actor = () => p.json<Actor>().nullable();

/** The transaction that wrote the row: what a snapshot shows of it is what had been committed by then. */
export const transactionId = () => p.bigint('number').defaultRaw('((pg_current_xact_id())::text)::bigint');

/** When, by whom and why something was paused; all null while it is not. */
export const pauseColumns = () => ({
  pausedAt: instant().nullable(),
  pausedBy: actor(),
  pauseReason: p.text().nullable(),
});
