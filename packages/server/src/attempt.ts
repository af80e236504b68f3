import type { DomainError } from '@carillon/core';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import { isDatabaseAway, isLostRace } from './database/constraint.ts';
import { domainErrorOf } from './trpc.ts';

export type Attempt<T> = { done: true; value: T } | { done: false; error: DomainError };

/**
 * One of many pieces of work in a transaction: when it fails, what it wrote is undone, its effects are forgotten, and the others
 * go on. What concerns all of them is thrown: the database is away, or the transaction has to start again.
 */
export const attempt = async <T>(
  context: Context,
  work: (context: Context) => Promise<T>,
): Promise<Attempt<T>> => {
  const { db, services, log } = context;
  const effects: (() => void)[] = [];
  await sql`savepoint attempt`.execute(db);
  try {
    const value = await work({ ...context, afterCommit: (effect) => effects.push(effect) });
    await sql`release savepoint attempt`.execute(db);
    for (const effect of effects) context.afterCommit(effect);
    return { done: true, value };
  } catch (thrown) {
    if (isLostRace(thrown) || isDatabaseAway(thrown)) throw thrown;
    await sql`rollback to savepoint attempt`.execute(db);
    await sql`release savepoint attempt`.execute(db);
    const error = domainErrorOf(thrown, services);
    if (error.kind === 'internal') log.error({ error: thrown }, 'one of many failed');
    return { done: false, error };
  }
};
