import { type Actor, isDomainError } from '@carillon/core';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { inTransaction, reading } from '../transaction.ts';
import { domainErrorOf } from '../trpc.ts';
import { InvalidRequest, readBody, readWire } from './body.ts';
import { callerOf } from './caller.ts';
import { codecOf, wirePath } from './codec.ts';
import { describeRoutes } from './document.ts';
import { HttpRefusal, invalidRequest, type Refusal, refusalOf } from './errors.ts';
import { canonicalId, isId, paramNames, patternOf } from './path.ts';
import type { AnyRoute } from './route.ts';
import { routes } from './routes/index.ts';

const paramsOf = (c: HonoContext, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const value = c.req.param(name) ?? '';
      // Nothing is called so.
      if (value.includes('\0')) throw new HttpRefusal(404, 'Not Found');
      return [name, isId(name) ? canonicalId(value) : value];
    }),
  );

const answerRefusal = (c: HonoContext, { status, body }: Refusal): Response => c.json(body, status);

/** What a caller is told of whatever went wrong; faults of our own are logged. */
const refused = (
  c: HonoContext,
  services: Services,
  { error, route, sent = null }: { error: unknown; route: AnyRoute; sent?: unknown },
): Response => {
  if (error instanceof InvalidRequest) return answerRefusal(c, invalidRequest(error.issues, error.sent));
  if (error instanceof HttpRefusal)
    return c.json({ detail: error.message }, error.status, { ...error.headers });
  const known = domainErrorOf(error, services);
  if (known.kind === 'internal') services.log.error({ error, path: c.req.path }, 'REST call failed');
  if (isDomainError(known) && known.code === 'INPUT_INVALID') {
    const codec = codecOf(route.body ?? z.unknown());
    const issues = known.data.issues.map(({ path, message }) => ({ path: wirePath(codec, path), message }));
    return answerRefusal(c, invalidRequest(issues, sent));
  }
  const { status, body } = refusalOf(known);
  return answerRefusal(c, { status: route.refusals?.[known.code] ?? status, body });
};

const handlerOf = (services: Services, route: AnyRoute) => {
  const names = paramNames(route.path);
  const answer = route.answer === null ? null : codecOf(route.answer);
  return async (c: HonoContext): Promise<Response> => {
    let sent: unknown;
    try {
      const caller: { actor: Actor | null } = callerOf(c);
      const now = services.clock.now();
      const call = {
        params: paramsOf(c, names),
        ...(route.body === undefined
          ? { body: undefined, sent: undefined }
          : await readBody(c, route.body, { embedded: route.embedded, dropped: route.dropped, now })),
        query:
          route.query === undefined
            ? undefined
            : readWire(route.query, c.req.query(), { now, ignoreUnknown: true }),
        request: c.req,
      };
      sent = call.sent;
      const run = route.kind === 'query' ? reading : inTransaction;
      const reply = await run(services, caller, (context) => route.handle(context, call));
      if (reply.refusal !== undefined) return refused(c, services, { error: reply.refusal, route });
      if (reply.status === 204) return c.body(null, 204);
      if (reply.text !== undefined) return c.body(reply.text, 200, { ...reply.headers });
      return c.json(
        answer === null ? null : answer.write(reply.value ?? null),
        reply.status as ContentfulStatusCode,
      );
    } catch (error) {
      return refused(c, services, { error, route, sent });
    }
  };
};

/** Prefect's REST, below /api: each route translates to the use case that tRPC calls too. */
export const createRestApp = (services: Services): OpenAPIHono => {
  const app = new OpenAPIHono({ strict: false });
  for (const route of routes)
    app.on(route.method.toUpperCase(), [patternOf(route.path)], handlerOf(services, route));
  describeRoutes(app, routes);
  for (const path of new Set(routes.map((route) => patternOf(route.path))))
    app.all(path, (c) => c.json({ detail: 'Method Not Allowed' }, 405));
  app.notFound((c) => c.json({ detail: 'Not Found' }, 404));
  return app;
};
