import {
  type AnyDomainError,
  DomainError,
  type ErrorCode,
  type ErrorData,
  errorTable,
  isDomainError,
} from '@carillon/core';
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { isAway, NoAnswer } from './answer.ts';

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** The error that the server threw, from its code and data; null when they are not of this table. */
const rebuild = (code: string, data: unknown): AnyDomainError | null => {
  if (!isErrorCode(code)) return null;
  const read = errorTable[code].data.safeParse(data);
  if (!read.success) return null;
  // The table's own schema has just read this code's data; a union of codes cannot say which belongs to which.
  const error: unknown = new DomainError(code, read.data as ErrorData<typeof code>);
  return isDomainError(error) ? error : null;
};

const refusalData = z.object({
  httpStatus: z.number().nullish(),
  carillon: z.object({ code: z.string(), data: z.unknown() }).nullish(),
});

/** Reads the `data` of a tRPC error: the server's own error, or else what its HTTP status means. */
export const refusedBy = (path: string, data: unknown, message: string): AnyDomainError | NoAnswer => {
  const { carillon, httpStatus } = refusalData.safeParse(data).data ?? {};
  const status = httpStatus ?? 500;
  const error = carillon ? rebuild(carillon.code, carillon.data) : null;
  if (error) return error;
  if (isAway(status)) return new NoAnswer(`HTTP ${status}`);
  if (status === 401) return new DomainError('UNAUTHORIZED', {});
  return status < 500
    ? new DomainError('ANSWER_INVALID', { path, reason: message })
    : new DomainError('INTERNAL', {}, { cause: message });
};

/** What a call of tRPC's client has thrown, in Carillon's words. `path` names the procedure. */
export const failureOf = (path: string, thrown: unknown): AnyDomainError | NoAnswer => {
  const cause = thrown instanceof TRPCClientError ? (thrown.cause ?? thrown) : thrown;
  if (cause instanceof NoAnswer || isDomainError(cause)) return cause;
  if (cause instanceof TRPCClientError && cause.shape) return refusedBy(path, cause.data, cause.message);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DomainError('ANSWER_INVALID', { path, reason }, { cause });
};
