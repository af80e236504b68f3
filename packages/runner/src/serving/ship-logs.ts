import { type FlowRunId, isDomainError } from '@carillon/core';
import { backoffMs, type Clock, type Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { LogLine } from '../child/messages.ts';
import { reasonOf } from './reason.ts';

const everyMs = 250;
const linesMax = 1000;
/** Bytes of JSON in one call, well below the server's limit of 1 MB. */
const bytesMax = 500_000;
/** Lines that are kept while the server is away. */
const keptMax = 50_000;
const backoff = { baseMs: 200, maxMs: 2000 };

export type LogShipper = {
  add(flowRunId: FlowRunId, line: LogLine): void;
  /** Resolves when all that was added before has been stored, or given up. */
  flush(): Promise<void>;
};

type Entry = NonNullable<Parameters<Client['logs']['create']>[0]>['logs'][number];
type Queued = { entry: Entry; bytes: number };

/** Sends the lines of all runs in batches, in order, until heard or until the signal gives up. */
export const logShipper = (to: {
  client: Client;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): LogShipper => {
  const queue: Queued[] = [];
  const waiting: { until: number; resolve: () => void }[] = [];
  let added = 0;
  let done = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending = false;

  const takeBatch = (): Entry[] => {
    let bytes = 0;
    const fits = queue.slice(0, linesMax).findIndex((queued) => {
      bytes += queued.bytes;
      return bytes > bytesMax;
    });
    return queue.splice(0, fits < 0 ? linesMax : Math.max(1, fits)).map(({ entry }) => entry);
  };

  const send = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (sending) return;
    sending = true;
    while (queue.length > 0) {
      const logs = takeBatch();
      await store(to, logs);
      done += logs.length;
      for (const { resolve } of waiting.filter(({ until }) => until <= done)) resolve();
      waiting.splice(0, waiting.length, ...waiting.filter(({ until }) => until > done));
      if (dropped > 0) {
        to.log.warn(
          { lines: dropped },
          'lines of run logs were dropped: there were more than the server took',
        );
        dropped = 0;
      }
    }
    sending = false;
  };

  return {
    add(ownRunId, { level, message, timestamp, flowRunId = ownRunId, taskRunId = null }) {
      if (queue.length >= keptMax) {
        dropped += 1;
        return;
      }
      const name = taskRunId === null ? 'flow' : 'task';
      const entry = { name, level, message, timestamp: new Date(timestamp), flowRunId, taskRunId };
      queue.push({ entry, bytes: Buffer.byteLength(JSON.stringify(entry)) });
      added += 1;
      timer ??= setTimeout(() => void send(), everyMs);
    },
    flush() {
      if (done === added) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ until: added, resolve });
      void send();
      return promise;
    },
  };
};

const store = async (
  { client, clock, log, signal }: Parameters<typeof logShipper>[0],
  logs: Entry[],
): Promise<void> => {
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      await client.logs.create({ logs }, { signal });
      return;
    } catch (error) {
      if (isDomainError(error) && (error.code === 'INPUT_INVALID' || error.code === 'PAYLOAD_TOO_LARGE')) {
        log.error({ lines: logs.length, error: reasonOf(error) }, 'the server refuses lines of a run log');
        return;
      }
      await clock.after(backoffMs(tries, backoff), signal).catch(() => {});
    }
  }
};
