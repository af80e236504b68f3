import type { MiddlewareHandler } from 'hono';
import type { ServerConfig } from '../config.ts';
import { isRightPassword } from '../http/api-key.ts';
import { isOwnOrigin } from '../http/host.ts';
import { isAllowedOrigin } from '../http/origins.ts';

const methods = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';
const preflightSeconds = '600';

/**
 * Lets in the pages that came from this server, and those that the setting names, with what a browser wants to read before it shows
 * them an answer, a refusal too. No answer depends on cookies, so none are asked for.
 */
export const admitPages =
  (config: Pick<ServerConfig, 'corsOrigins'>): MiddlewareHandler =>
  async (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined) return next();
    if (!isOwnOrigin(origin, c.req.header('host')) && !isAllowedOrigin(origin, config))
      return c.json(
        { detail: `Calls from ${origin} are not answered; CARILLON_CORS_ORIGINS lists who is.` },
        403,
      );
    c.header('access-control-allow-origin', origin);
    c.header('vary', 'Origin');
    if (c.req.method !== 'OPTIONS' || c.req.header('access-control-request-method') === undefined)
      return next();
    c.header('access-control-allow-methods', methods);
    c.header('access-control-max-age', preflightSeconds);
    const asked = c.req.header('access-control-request-headers');
    if (asked !== undefined) c.header('access-control-allow-headers', asked);
    return c.text('OK');
  };

/** Whoever asks whether the server is there need not say who they are. */
const probes = new Set(['/api/health', '/api/ready']);

/** With a key set, lets in whoever sends it: as a Bearer token, or in the Basic credentials of Prefect's clients. */
export const askForKey =
  ({ apiKey }: Pick<ServerConfig, 'apiKey'>): MiddlewareHandler =>
  async (c, next) => {
    if (apiKey === undefined || isRightPassword(c.req.header('authorization'), apiKey)) return next();
    if (c.req.method === 'GET' && probes.has(c.req.path)) return next();
    return c.json({ exception_message: 'Unauthorized', detail: 'The API key is missing or wrong.' }, 401);
  };
