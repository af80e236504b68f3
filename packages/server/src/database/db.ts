import type { EntityManager } from '@mikro-orm/postgresql';
import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import type { entities } from '../entities/index.ts';

/** The tables as SQL sees them (snake_case columns), typed from the entities. */
export type Tables = InferKyselyDB<(typeof entities)[number], { columnNamingStrategy: 'column' }>;

export type Db = Kysely<Tables>;

/** Kysely on the connection of this entity manager, and so in its transaction. */
export const dbOf = (em: EntityManager): Db => em.getKysely<Tables>();
