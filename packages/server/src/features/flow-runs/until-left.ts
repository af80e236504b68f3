import { DomainError } from '@carillon/core';
import type { Services } from '../../context.ts';

/**
 * The messages of a stream until its client leaves. When the server stops, it breaks off with UNAVAILABLE: a stream that
 * merely ended would tell the client that there is nothing more to come.
 */
export async function* untilLeft<T>(
  services: Pick<Services, 'signal'>,
  {
    signal,
    messages,
  }: { signal: AbortSignal | undefined; messages: (over: AbortSignal) => AsyncGenerator<T> },
): AsyncGenerator<T, void> {
  const over = signal === undefined ? services.signal : AbortSignal.any([services.signal, signal]);
  yield* messages(over);
  if (services.signal.aborted) throw new DomainError('UNAVAILABLE', {});
}
