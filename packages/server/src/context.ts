import type { Actor } from '@carillon/core';
import type { Clock, Logger } from '@carillon/process';
import type { Background } from './background.ts';
import type { ServerConfig } from './config.ts';
import type { Db } from './database/db.ts';
import type { EntityManager, Orm } from './database/orm.ts';
import type { Wake } from './features/flow-runs/wake.ts';
import type { SchemaValidator } from './features/parameters/schema-validator.ts';

/** What lives as long as the server. */
export interface Services {
  readonly config: ServerConfig;
  readonly orm: Orm;
  /** Follows the database's clock, so that all servers of a database agree. */
  readonly clock: Clock;
  readonly log: Logger;
  /** Checks values against stored JSON Schemas, off the main thread, with a deadline. */
  readonly schemas: SchemaValidator;
  /** Tells waiting runners and followers that something changed. */
  readonly wake: Wake;
  readonly background: Background;
  /** Aborted when the server stops: streams end, loops finish their batch. */
  readonly signal: AbortSignal;
}

/** What a use case has: one entity manager and one instant for all of a call. */
export interface Context {
  readonly services: Services;
  readonly em: EntityManager;
  /** Kysely on the same connection, and so in the same transaction. */
  readonly db: Db;
  readonly now: Date;
  readonly actor: Actor | null;
  readonly log: Logger;
  /** Runs once the transaction is committed; not at all when it is rolled back. Must not throw. */
  readonly afterCommit: (effect: () => void) => void;
}
