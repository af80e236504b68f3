import type { ResourceEvent } from '@carillon/core';
import type { TailPage, TailPosition } from './tail.ts';

/** What came since the last time, and how far that goes; or, when more came than is kept, from where it is to be read again. */
export type Mail = { events: ResourceEvent[]; position: TailPosition } | { missedFrom: TailPosition | null };

export interface Mailbox {
  deliver(page: Pick<TailPage, 'events' | 'position'>): void;
  /** Waits for mail. Nothing comes any more once some was missed, or the signal is aborted. */
  next(over: AbortSignal): Promise<Mail | null>;
}

const keptMax = 1000;

/** Keeps what matches until it is fetched, up to a bound: who is slower than that reads the database for himself. */
export const createMailbox = (matches: (event: ResourceEvent) => boolean): Mailbox => {
  let events: ResourceEvent[] = [];
  /** All up to here was fetched, or was not for him. */
  let settled: TailPosition | null = null;
  let position: TailPosition | null = null;
  let missed = false;
  let ring: (() => void) | undefined;

  const wait = async (over: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => resolve();
    ring = end;
    over.addEventListener('abort', end, { once: true });
    await promise;
    over.removeEventListener('abort', end);
    ring = undefined;
  };

  return {
    deliver(page) {
      if (missed) return;
      events.push(...page.events.filter(matches));
      position = page.position;
      if (events.length > keptMax) {
        missed = true;
        events = [];
      } else if (events.length === 0) settled = position;
      if (missed || events.length > 0) ring?.();
    },
    async next(over) {
      while (!over.aborted) {
        if (missed) return { missedFrom: settled };
        if (events.length > 0 && position !== null) {
          const mail = { events, position };
          settled = position;
          events = [];
          return mail;
        }
        await wait(over);
      }
      return null;
    },
  };
};
