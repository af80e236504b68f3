import { randomUUID } from 'node:crypto';
import { backoffMs, type Logger } from '@carillon/process';
import { Client } from 'pg';

const channel = 'carillon_wake';
/** What changes within this time goes out in one notification. */
const coalesceMs = 20;
/** A notification may have 8000 bytes; an id with a mark and a blank take 38. */
const idsMax = 200;
const everything = '*';
const reconnect = { baseMs: 250, maxMs: 15_000 };

export interface WakeChannel {
  /** Connects, unless it has or is about to; until then nothing is heard. */
  open(): void;
  /** Tells the other servers of this database, a moment later, that these changed. */
  send(ids: Iterable<string>): void;
  close(): Promise<void>;
}

export type WakeChannelOptions = {
  databaseUrl: string;
  log: Logger;
  /** What another server told; null: anything may have changed. */
  received: (ids: string[] | null) => void;
};

/**
 * Notifications between the servers of a database: a connection of its own, one NOTIFY for all that changed within 20 ms. What
 * cannot be told because the connection is away is told as "anything" once it is back; meanwhile only time is lost, for
 * whoever waits also looks for itself.
 */
export const createWakeChannel = ({ databaseUrl, log, received }: WakeChannelOptions): WakeChannel => {
  const origin = randomUUID();
  const pending = new Set<string>();
  /** Some change could not be told, or heard, while the connection was away. */
  let missed = false;
  let client: Client | undefined;
  let connecting: Promise<void> | undefined;
  let failures = 0;
  let closed = false;
  let flushTimer: NodeJS.Timeout | undefined;
  let reconnectTimer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new Client({
      connectionString: databaseUrl,
      application_name: 'carillon wake',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    let lost = false;
    const lose = (error: unknown): void => {
      if (lost || closed) return;
      lost = true;
      missed = true;
      client = undefined;
      next.end().catch(() => {});
      log.warn({ error, failures }, 'no notifications between servers; looking every second meanwhile');
      reconnectTimer = setTimeout(open, backoffMs(failures, reconnect)).unref();
      failures += 1;
    };
    next.on('error', lose);
    next.on('end', () => lose(new Error('the connection ended')));
    next.on('notification', ({ payload = '' }) => {
      const [from, ...ids] = payload.split(' ');
      if (from !== origin) received(ids[0] === everything ? null : ids);
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      lose(error);
      return;
    }
    client = next;
    failures = 0;
    if (missed) received(null);
    await flush();
  };

  const open = (): void => {
    if (closed || client !== undefined || connecting !== undefined) return;
    clearTimeout(reconnectTimer);
    connecting = connect().finally(() => {
      connecting = undefined;
    });
  };

  const flush = async (): Promise<void> => {
    flushTimer = undefined;
    if (client === undefined) return open();
    if (pending.size === 0 && !missed) return;
    const told = missed || pending.size > idsMax ? everything : [...pending].join(' ');
    pending.clear();
    missed = false;
    // A failure ends the connection, and with the next one everything is told.
    await client.query('select pg_notify($1, $2)', [channel, `${origin} ${told}`]).catch(() => {
      missed = true;
    });
  };

  return {
    open,
    send(ids) {
      if (closed) return;
      for (const id of ids) if (pending.size <= idsMax) pending.add(id);
      flushTimer ??= setTimeout(() => void flush(), coalesceMs).unref();
    },
    async close() {
      clearTimeout(flushTimer);
      clearTimeout(reconnectTimer);
      if (client !== undefined) await flush();
      closed = true;
      await connecting;
      await client?.end().catch(() => {});
    },
  };
};
