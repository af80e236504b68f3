import { DomainError } from '@carillon/core';
import type { Services } from './context.ts';
import { domainErrorOf } from './trpc.ts';

/**
 * The messages of a stream until its client leaves. When the server stops, or its database is away, it breaks off with
 * UNAVAILABLE: a stream that merely ended would tell the client that there is nothing more to come.
 */
export async function* untilLeft<T>(
  services: Services,
  {
    signal,
    messages,
  }: { signal: AbortSignal | undefined; messages: (over: AbortSignal) => AsyncGenerator<T> },
): AsyncGenerator<T, void> {
  const over = signal === undefined ? services.signal : AbortSignal.any([services.signal, signal]);
  try {
    yield* messages(over);
  } catch (thrown) {
    const error = domainErrorOf(thrown, services);
    if (error.kind === 'internal') services.log.error({ error: thrown }, 'stream failed');
    throw error;
  }
  if (services.signal.aborted) throw new DomainError('UNAVAILABLE', {});
}
