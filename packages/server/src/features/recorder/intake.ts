import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@carillon/process';
import type { Services } from '../../context.ts';
import { isPassing, isRefusedValue } from '../../database/constraint.ts';
import { inTransaction } from '../../transaction.ts';
import { type ReceivedEvent, receiveEvents } from './receive-events.ts';

export interface Intake {
  /** Resolves once the event is kept, and all that came before it; or was found to be one that cannot be. */
  add(received: ReceivedEvent, bytes: number): Promise<void>;
  /** As much waits as is to be held in memory. */
  readonly full: boolean;
  /** Resolves once it is not full, or nothing is written any more. */
  room(): Promise<void>;
  /** Writes what waits, unless the database is away. */
  close(): Promise<void>;
}

type Batch = { received: ReceivedEvent[]; bytes: number; written: Promise<void>; settle: () => void };

const nobody = { actor: null };
const batchMax = 500;
const waitingMax = 5000;
const bytesMax = 32_000_000;
/** How often is tried what fails for no reason that is known. */
const patience = 10;
const retry = { baseMs: 100, maxMs: 5000 };

/**
 * Writes what clients tell: what comes while one batch is written is the next batch, so that one event waits for nothing and many
 * cost little each. Whoever has to wait is told so by the missing word, and sends again what was lost with the server.
 */
export const createIntake = (services: Services): Intake => {
  const waiting: Batch[] = [];
  const closing = new AbortController();
  let held = { events: 0, bytes: 0 };
  let writing: Promise<void> | undefined;
  let roomLeft = Promise.withResolvers<void>();

  const isFull = (): boolean => held.events >= waitingMax || held.bytes >= bytesMax;

  const lastBatch = (): Batch => {
    const last = waiting.at(-1);
    if (last !== undefined && last.received.length < batchMax) return last;
    const { promise, resolve } = Promise.withResolvers<void>();
    const batch: Batch = { received: [], bytes: 0, written: promise, settle: resolve };
    waiting.push(batch);
    return batch;
  };

  const keep = (received: readonly ReceivedEvent[]): Promise<void> =>
    inTransaction(services, nobody, (context) => receiveEvents(context, received));

  const write = async (received: readonly ReceivedEvent[], triesMax: number): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await keep(received);
      } catch (error) {
        const hopeless = isRefusedValue(error) || (attempt + 1 >= triesMax && !isPassing(error));
        if (hopeless) return await writeApart(received, error);
        if (closing.signal.aborted) return;
        services.log.warn({ error, attempt }, 'what clients tell cannot be kept; trying again');
        await delay(backoffMs(attempt, retry), undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  };

  /** One of them is not as the database would have it: the others are not to be lost with it. */
  const writeApart = async (received: readonly ReceivedEvent[], error: unknown): Promise<void> => {
    const [first] = received;
    if (first === undefined) return;
    if (received.length > 1) {
      for (const one of received) await write([one], 1);
      return;
    }
    services.log.error({ error, id: first.event.id }, 'what a client told cannot be kept as it is; left out');
    if (first.taskEvent !== null) await write([{ ...first, taskEvent: null }], 1);
  };

  const writeAll = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      await write(batch.received, patience);
      held = { events: held.events - batch.received.length, bytes: held.bytes - batch.bytes };
      batch.settle();
      if (!isFull()) {
        roomLeft.resolve();
        roomLeft = Promise.withResolvers();
      }
    }
    writing = undefined;
  };

  return {
    add(received, bytes) {
      const batch = lastBatch();
      batch.received.push(received);
      batch.bytes += bytes;
      held = { events: held.events + 1, bytes: held.bytes + bytes };
      // Not before what came in the same moment is in the batch, too.
      writing ??= Promise.resolve().then(writeAll);
      return batch.written;
    },
    get full() {
      return isFull();
    },
    room: () => (isFull() ? roomLeft.promise : Promise.resolve()),
    async close() {
      closing.abort();
      await writing;
    },
  };
};
