import type { Actor } from '@carillon/core';
import type { Context, Services } from './context.ts';
import { isLostRace } from './database/constraint.ts';
import { dbOf } from './database/db.ts';
import type { EntityManager } from './database/orm.ts';

const triesMax = 3;

export type Caller = { actor: Actor | null };

const contextOf = (
  services: Services,
  em: EntityManager,
  caller: Caller,
  effects: (() => void)[],
): Context => ({
  services,
  em,
  db: dbOf(em),
  now: services.clock.now(),
  actor: caller.actor,
  log: services.log,
  afterCommit: (effect) => effects.push(effect),
});

/** Reads outside a transaction, each statement seeing its own moment. */
export const reading = <T>(
  services: Services,
  caller: Caller,
  work: (context: Context) => Promise<T>,
): Promise<T> => work(contextOf(services, services.orm.em.fork(), caller, []));

/**
 * One transaction around `work`, and again from the start (at most three times) when the database ended it in a deadlock
 * or a serialization failure. Effects run after the commit.
 */
export const inTransaction = async <T>(
  services: Services,
  caller: Caller,
  work: (context: Context) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    const effects: (() => void)[] = [];
    try {
      const result = await services.orm.em
        .fork()
        .transactional((em) => work(contextOf(services, em, caller, effects)), { clear: true });
      for (const effect of effects) effect();
      return result;
    } catch (error) {
      if (attempt >= triesMax || !isLostRace(error)) throw error;
      services.log.warn({ attempt, error }, 'transaction lost a race and starts again');
    }
  }
};
