import { setTimeout as delay } from 'node:timers/promises';
import type { ResourceEvent } from '@carillon/core';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { everything, readTail, type TailPosition, tailStart } from './tail.ts';

export interface EventHub {
  /** What matches of all that is committed after this is answered; release it when done. */
  join(matches: (event: ResourceEvent) => boolean): Promise<Mailbox & Disposable>;
  close(): Promise<void>;
}

type Tail = { started: Promise<void>; over: AbortController; done: Promise<void> };

const nobody = { actor: null };
/** Longest time that an event goes unnoticed when nobody tells of it; also the rest after a failure. */
const lookMs = 1000;
/** After a time of quiet an event is read at once; what then comes within this time is read together. */
const gatherMs = 20;

/**
 * Reads each event once for all who listen on this server, while anybody does, and puts it into the mailboxes of those whom it is
 * for. A listener costs a comparison for each event, and nothing in the database.
 */
export const createEventHub = (services: Services): EventHub => {
  const members = new Set<Mailbox>();
  let tail: Tail | undefined;

  const follow = async (over: AbortSignal, started: () => void): Promise<void> => {
    using watch = services.wake.watchAll();
    let position = await reading(services, nobody, (context) => tailStart(context, null));
    started();
    while (!over.aborted) {
      const readAt = performance.now();
      const page = await nextPage(position, over);
      if (page === null) continue;
      for (const member of members) member.deliver(page);
      position = page.position;
      if (page.more) continue;
      await watch.changed(new Date(services.clock.now().getTime() + lookMs), over);
      await rest(gatherMs - (performance.now() - readAt), over);
    }
  };

  const nextPage = async (position: TailPosition, over: AbortSignal) => {
    try {
      return await reading(services, nobody, ({ db }) => readTail(db, { position, filter: everything }));
    } catch (error) {
      services.log.warn({ error }, 'events cannot be read; trying again');
      await rest(lookMs, over);
      return null;
    }
  };

  const start = (): Tail => {
    const over = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const made: Tail = { started: promise, over, done: follow(over.signal, resolve).catch(reject) };
    promise.catch(() => {
      if (tail === made) tail = undefined;
    });
    return made;
  };

  return {
    async join(matches) {
      const mailbox = createMailbox(matches);
      members.add(mailbox);
      tail ??= start();
      const leave = (): void => {
        members.delete(mailbox);
        if (members.size > 0) return;
        tail?.over.abort();
        tail = undefined;
      };
      try {
        await tail.started;
      } catch (error) {
        leave();
        throw error;
      }
      return Object.assign(mailbox, { [Symbol.dispose]: leave });
    },
    async close() {
      const last = tail;
      last?.over.abort();
      await last?.done;
    },
  };
};

const rest = (ms: number, over: AbortSignal): Promise<void> =>
  ms <= 0 ? Promise.resolve() : delay(ms, undefined, { signal: over }).catch(() => {});
