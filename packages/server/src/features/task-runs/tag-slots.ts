import type { TagLimitFacts } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { LimitRow } from '../concurrency/statements/lock-limits.ts';
import { lockNamedLimits } from '../concurrency/statements/lock-named-limits.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';

/** The limit on a tag is the one of this name. */
const prefix = 'tag:';

/** Longest time, in seconds, that a task is told to wait for its slots; about as long as they are held, if that is shorter. */
const waitMax = 10;

export type TagSlots = {
  /** How the limits of these tags stand for one task run more, which holds slots of `held` already. */
  ask: (tags: readonly string[], held: readonly string[]) => TagLimitFacts;
  /** Notes that a task run holds slots of the limits of its tags from now on, or of none; answers which. */
  hold: (tags: readonly string[], held: readonly string[]) => string[];
  giveBack: (held: readonly string[]) => void;
};

/** Tasks that were told to wait together come back apart. */
const jittered = (seconds: number): number => Math.max(1, Math.round(seconds * (0.5 + Math.random())));

/**
 * Locks the limits of all these tags and counts what is taken of them, once for all that asks in this transaction. All of the
 * slots that a task run needs are taken, or none.
 */
export const tagSlots = async ({ db, now }: Context, tags: readonly string[]): Promise<TagSlots> => {
  const names = [...new Set(tags)].map((tag) => `${prefix}${tag}`);
  const limits = names.length === 0 ? [] : (await lockNamedLimits(db, names)).filter((row) => row.active);
  const taken = await readTakenSlots(db, { limitIds: limits.map(({ id }) => id), now });
  const byTag = new Map(limits.map((limit) => [limit.name.slice(prefix.length), limit]));

  const limitsOf = (wanted: readonly string[]): [string, LimitRow][] =>
    [...byTag].filter(([tag]) => wanted.includes(tag));
  const add = (ids: readonly string[], by: 1 | -1): void => {
    for (const id of ids) taken.set(id, (taken.get(id) ?? 0) + by);
  };

  return {
    ask(wanted, held) {
      const asked = limitsOf(wanted);
      if (asked.length === 0) return { limit: 'none' };
      const [zero] = asked.find(([, { limit }]) => limit === 0) ?? [];
      if (zero !== undefined) return { limit: 'zero', tag: zero };
      const full = asked.filter(([, { id, limit }]) => !held.includes(id) && (taken.get(id) ?? 0) >= limit);
      if (full.length === 0) return { limit: 'free' };
      const seconds = Math.max(...full.map(([, limit]) => limit.average_occupancy_seconds));
      return {
        limit: 'full',
        tags: asked.map(([tag]) => tag),
        delaySeconds: jittered(Math.min(seconds, waitMax)),
      };
    },
    hold(wanted, held) {
      const more = limitsOf(wanted).flatMap(([, { id }]) => (held.includes(id) ? [] : [id]));
      add(more, 1);
      return [...held, ...more];
    },
    giveBack: (held) => add(held, -1),
  };
};
