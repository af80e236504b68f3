import { DomainError, type ErrorCode } from '@carillon/core';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Services } from '../context.ts';
import { appRouter } from '../router.ts';
import { bodyBytesMax, isTooDeep, readBody } from './body.ts';
import { isOwnOrigin } from './host.ts';

const batchMax = 20;

/** A refusal before tRPC is reached, in tRPC's own shape, so that a client meets one kind of error. */
export const refuse = (error: DomainError<ErrorCode>, status: ContentfulStatusCode): Response =>
  Response.json(
    {
      error: {
        message: error.message,
        code: -32_600,
        data: { code: error.code, httpStatus: status, carillon: { code: error.code, data: error.data } },
      },
    },
    { status },
  );

const tooLarge = (limit: string): Response => refuse(new DomainError('PAYLOAD_TOO_LARGE', { limit }), 413);

/** The procedures that a URL calls, or null when it is no text at all. */
const pathsOf = (url: string): string[] | null => {
  try {
    return decodeURIComponent(new URL(url).pathname.slice('/trpc/'.length)).split(',');
  } catch {
    return null;
  }
};

/** The call with its body read and measured, or the refusal of it. */
const measured = async (c: HonoContext): Promise<Request | Response> => {
  if (c.req.method !== 'POST') return c.req.raw;
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const issues = [
      { path: ['content-type'], message: `must be application/json, not ${type === '' ? 'empty' : type}` },
    ];
    return refuse(new DomainError('INPUT_INVALID', { issues }), 415);
  }
  const body = await readBody(c.req.raw.body);
  if (body === null) return tooLarge(`${bodyBytesMax} bytes`);
  if (isTooDeep(body.toString('latin1'))) return tooLarge('32 levels of nesting');
  return new Request(c.req.url, {
    method: 'POST',
    headers: c.req.raw.headers,
    body,
    signal: c.req.raw.signal,
  });
};

/** tRPC at /trpc: no foreign origin, JSON only, at most 20 calls a batch. */
export const trpcRoute =
  (services: Services) =>
  async (c: HonoContext): Promise<Response> => {
    const origin = c.req.header('origin');
    if (!isOwnOrigin(origin, c.req.header('host'))) {
      return refuse(new DomainError('ORIGIN_REFUSED', { origin: origin ?? '' }), 403);
    }
    const paths = pathsOf(c.req.url);
    if (paths === null) return c.notFound();
    if (paths.length > batchMax) return tooLarge(`${batchMax} calls in a batch`);
    const request = await measured(c);
    if (request instanceof Response) return request;
    const client = c.req.header('x-carillon-client');
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: request,
      router: appRouter,
      allowMethodOverride: true,
      allowBatching: true,
      createContext: () => ({
        services,
        actor: client === undefined ? null : { id: null, type: 'CLIENT', displayValue: client.slice(0, 200) },
      }),
    });
  };
