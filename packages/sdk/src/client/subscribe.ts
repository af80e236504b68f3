import { type AnyDomainError, DomainError, type Procedure } from '@carillon/core';
import { z } from 'zod';
import { delay, timerMs } from '../delay.ts';
import { assertJson, connect, NoAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import type { Connection } from './connection.ts';
import { decode } from './decode.ts';
import { eventsOf, type StreamEvent } from './event-stream.ts';
import { failureOf, refusedBy } from './failure.ts';
import type { CallOptions } from './options.ts';

/**
 * The messages of a subscription, decoded. It ends when the server says so, and connects again when it only breaks off: from then
 * on it tells what is new, or goes on after its last message where the server gives them ids.
 */
export type Subscribe = (
  path: string,
  procedure: Procedure,
  input: unknown,
  options?: CallOptions,
) => AsyncGenerator<unknown>;

const trpcError = z.object({ message: z.string(), data: z.unknown() });
const refusalBody = z.object({ error: z.unknown() });
const connectedData = z.object({ reconnectAfterInactivityMs: z.number().optional() });

/** Reads an error that the server wrote into a stream, or answered in its place. */
const refusedIn = (path: string, written: unknown): AnyDomainError | NoAnswer => {
  const { data, message } = trpcError.parse(written);
  return refusedBy(path, data, message);
};

const refusalOf = async (path: string, response: Response): Promise<AnyDomainError | NoAnswer> => {
  assertJson(response);
  return refusedIn(path, refusalBody.parse(await response.json()).error);
};

const isStream = (response: Response): boolean =>
  response.ok && response.headers.get('content-type')?.includes('text/event-stream') === true;

export const subscriptionsOver = (connection: Connection): Subscribe =>
  async function* subscribe(path, procedure, input, options = {}) {
    const left = new AbortController();
    const callers = [connection.signal, options.signal].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any([...callers, left.signal]);
    const triesMax = 1 + (options.retries ?? connection.retries);
    let everConnected = false;
    let tries = 0;
    /** Where the server gives its events ids, a stream that broke off goes on after the last one. */
    let lastEventId: string | null = null;

    try {
      while (true) {
        tries += 1;
        try {
          for await (const event of streamOf(connection, path, after(input, lastEventId), signal)) {
            if (event.name === 'connected') {
              everConnected = true;
              tries = 0;
            } else if (event.name === 'return') {
              return;
            } else if (event.name === 'serialized-error') {
              throw refusedIn(path, JSON.parse(event.data));
            } else if (event.name === 'message') {
              lastEventId = event.id ?? lastEventId;
              yield decode(path, procedure, JSON.parse(event.data));
            }
          }
        } catch (thrown) {
          if (callers.some(({ aborted }) => aborted)) throw new DomainError('ABORTED', {}, { cause: thrown });
          const failure = failureOf(path, thrown);
          if (!(failure instanceof NoAnswer) && failure.code !== 'UNAVAILABLE') throw failure;
          if (!everConnected && tries >= triesMax) {
            const { message: reason } = failure;
            throw new DomainError('UNREACHABLE', { url: connection.url, reason, tries }, { cause: thrown });
          }
        }
        await delay(backoffMs(Math.max(tries, 1)), signal).catch(() => {});
      }
    } finally {
      left.abort();
    }
  };

const after = (input: unknown, lastEventId: string | null): unknown =>
  lastEventId === null ? input : { ...Object(input), lastEventId };

/** The events of one connection. Breaking off, by the server or by its silence, is a NoAnswer. */
async function* streamOf(
  connection: Connection,
  path: string,
  input: unknown,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const silent = new AbortController();
  // Until the server has said how often it will be heard.
  let silenceMs: number | undefined = timerMs(connection.timeoutSeconds);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = (): void => {
    if (silenceMs !== undefined) timer = setTimeout(() => silent.abort(), silenceMs);
  };
  listen();
  try {
    const query = `input=${encodeURIComponent(JSON.stringify(input ?? {}))}`;
    const response = await connect(connection.fetch, `${connection.endpoint}/${path}?${query}`, {
      headers: { ...connection.headers, accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silent.signal]),
    });
    if (!isStream(response) || response.body === null) throw await refusalOf(path, response);
    for await (const event of eventsOf(response.body)) {
      clearTimeout(timer);
      if (event.name === 'connected') {
        silenceMs = connectedData.safeParse(JSON.parse(event.data)).data?.reconnectAfterInactivityMs;
      }
      yield event;
      listen();
    }
  } finally {
    clearTimeout(timer);
  }
}
