import {
  type Actor,
  type AnyDomainError,
  DomainError,
  type ErrorIssue,
  type ErrorKind,
  isDomainError,
} from '@carillon/core';
import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import type { Context, Services } from './context.ts';
import { isDatabaseAway, isStatementTimeout, isUnstorable } from './database/constraint.ts';
import { inTransaction, reading } from './transaction.ts';

export interface RequestContext {
  readonly services: Services;
  readonly actor: Actor | null;
}

const codes = {
  invalid: 'UNPROCESSABLE_CONTENT',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  timeout: 'TIMEOUT',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
  client: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorKind, TRPCError['code']>;

type Issue = ZodError['issues'][number];

/** Of input that can be said in several ways: what is wrong with it as the way that it comes closest to, the last of equals. */
const closest = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const [found] = issue.errors.toReversed().toSorted((left, right) => left.length - right.length);
  return found === undefined
    ? [issue]
    : found.flatMap((inner) => closest({ ...inner, path: [...issue.path, ...inner.path] }));
};

const issuesOf = (error: ZodError): ErrorIssue[] =>
  error.issues.flatMap(closest).map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'number' ? part : String(part))),
    message,
  }));

const badInput: ReadonlySet<TRPCError['code']> = new Set(['BAD_REQUEST', 'PARSE_ERROR']);
const notJson: ErrorIssue[] = [{ path: [], message: 'the input is not JSON' }];
const unstorable: ErrorIssue[] = [
  {
    path: [],
    message: 'holds a text that is too long to be found by or has a NUL, or a number too large to be kept',
  },
];

/** The error that a caller is shown: one of ours as it is, anything else by what it means to them. */
export const domainErrorOf = (error: unknown, services: Services): AnyDomainError | DomainError => {
  if (isDomainError(error)) return error;
  if (error instanceof TRPCError && error.cause !== undefined && error.cause !== error) {
    // Bad input is the caller's; an answer that breaks its own schema is ours.
    if (badInput.has(error.code)) {
      const issues = error.cause instanceof ZodError ? issuesOf(error.cause) : notJson;
      return new DomainError('INPUT_INVALID', { issues }, { cause: error });
    }
    return domainErrorOf(error.cause, services);
  }
  if (isStatementTimeout(error)) {
    return new DomainError(
      'QUERY_TIMEOUT',
      { seconds: services.config.statementTimeoutSeconds },
      { cause: error },
    );
  }
  if (isUnstorable(error)) return new DomainError('INPUT_INVALID', { issues: unstorable }, { cause: error });
  if (isDatabaseAway(error)) return new DomainError('UNAVAILABLE', {}, { cause: error });
  return new DomainError('INTERNAL', {}, { cause: error });
};

const t = initTRPC.context<RequestContext>().create({
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter: ({ shape, error, ctx }) => {
    const known = error.cause;
    const carillon = isDomainError(known) ? { code: known.code, data: known.data } : null;
    return ctx === undefined ? shape : { ...shape, data: { ...shape.data, carillon } };
  },
});

export const router: typeof t.router = t.router;
export const mergeRouters: typeof t.mergeRouters = t.mergeRouters;

/** Turns whatever a use case throws into the table's errors, and logs those that are our own fault. */
const procedure = t.procedure.use(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  // tRPC's own refusals (unknown path, wrong method) keep their words.
  if (result.error.cause === undefined && result.error.code !== 'INTERNAL_SERVER_ERROR') return result;
  const error = domainErrorOf(result.error, ctx.services);
  if (error.kind === 'internal')
    ctx.services.log.error({ path, error: result.error.cause ?? result.error }, 'procedure failed');
  throw new TRPCError({ code: codes[error.kind], message: error.message, cause: error });
});

export const query = procedure.use(({ ctx, next }) =>
  reading(ctx.services, ctx, (context) => next({ ctx: { ...ctx, context } })),
);

/** Keeps a failed call's transaction from being committed: tRPC answers failures, it does not throw them. */
class RolledBack extends Error {}

export const mutation = procedure.use(async ({ ctx, next }) => {
  const attempt = (context: Context) => next({ ctx: { ...ctx, context } });
  let failed: Awaited<ReturnType<typeof attempt>> | undefined;
  try {
    return await inTransaction(ctx.services, ctx, async (context) => {
      const result = await attempt(context);
      if (result.ok) return result;
      failed = result;
      throw new RolledBack('rolled back', { cause: result.error });
    });
  } catch (error) {
    if (error instanceof RolledBack && failed !== undefined) return failed;
    throw error;
  }
});

/** Streams hold no connection: they read through `services` when they have something to say. */
export const subscription = procedure;

export type { Context };
