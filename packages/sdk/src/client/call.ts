import { DomainError, type Procedure } from '@carillon/core';
import { createTRPCUntypedClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import { delay, timerMs } from '../delay.ts';
import { durationSeconds } from '../duration.ts';
import { orAborted } from '../or-aborted.ts';
import { fetchJson, NoAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import type { Connection } from './connection.ts';
import { decode } from './decode.ts';
import { failureOf } from './failure.ts';
import type { CallOptions } from './options.ts';

/** One call of a query or a mutation: the decoded answer, or a CarillonError. */
export type Call = (
  path: string,
  procedure: Procedure,
  input: unknown,
  options?: CallOptions,
) => Promise<unknown>;

const batchMax = 20;
/** Characters of JSON above which an input travels alone, so that no batch grows past the server's limit for a body. */
const batchedInputMax = 32_768;
/** A long poll would hold back every other answer of its batch. */
const longPolls: readonly string[] = ['flowRuns.wait'];

const sizeOf = (path: string, input: unknown): number => {
  try {
    return JSON.stringify(input)?.length ?? 0;
  } catch (error) {
    throw new DomainError(
      'VALUE_NOT_JSON',
      { what: `The input of ${path}`, reason: String(error) },
      { cause: error },
    );
  }
};

/** A run of a deployment is made once however often it is asked for, when it names an idempotency key. */
const isRepeatable = (procedure: Procedure, input: unknown): boolean =>
  procedure.repeatable ||
  (typeof input === 'object' && input !== null && 'idempotencyKey' in input && input.idempotencyKey != null);

export const callsOver = (connection: Connection): Call => {
  const http = {
    url: connection.endpoint,
    headers: connection.headers,
    methodOverride: 'POST' as const,
    fetch: fetchJson(connection.fetch),
  };
  const trpc = createTRPCUntypedClient({
    links: [
      splitLink({
        condition: ({ context }) => context.alone === true,
        true: httpLink(http),
        false: httpBatchLink({ ...http, maxItems: batchMax }),
      }),
    ],
  });

  return async (path, procedure, input, options = {}) => {
    const alone = longPolls.includes(path) || sizeOf(path, input) > batchedInputMax;
    const seconds =
      options.timeout === undefined ? connection.timeoutSeconds : durationSeconds(options.timeout);
    const timeout = AbortSignal.timeout(timerMs(seconds));
    const callers = [connection.signal, options.signal].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any([...callers, timeout]);
    const triesMax = isRepeatable(procedure, input) ? 1 + (options.retries ?? connection.retries) : 1;

    const unreachable = (reason: string, tries: number, cause: unknown) =>
      new DomainError('UNREACHABLE', { url: connection.url, reason, tries }, { cause });

    for (let tries = 1; ; tries += 1) {
      try {
        const request = { signal, context: { alone } };
        const answer = await orAborted(signal, () =>
          procedure.kind === 'query' ? trpc.query(path, input, request) : trpc.mutation(path, input, request),
        );
        return decode(path, procedure, answer);
      } catch (thrown) {
        if (callers.some(({ aborted }) => aborted)) throw new DomainError('ABORTED', {}, { cause: thrown });
        if (timeout.aborted) throw unreachable(`no answer within ${seconds} s`, tries, thrown);
        const failure = failureOf(path, thrown);
        if (!(failure instanceof NoAnswer) && failure.code !== 'UNAVAILABLE') throw failure;
        if (tries >= triesMax) {
          throw failure instanceof NoAnswer ? unreachable(failure.message, tries, failure.cause) : failure;
        }
      }
      // An abort while waiting is told by the next try.
      await delay(backoffMs(tries), signal).catch(() => {});
    }
  };
};
