import type { MiddlewareHandler } from 'hono';
import type { ServerConfig } from '../config.ts';
import { isRightPassword } from '../http/api-key.ts';
import { isAllowedOrigin } from '../http/origins.ts';

const methods = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';
const preflightSeconds = '600';

/**
 * Lets in the pages that the setting names, with what a browser wants to read before it shows them an answer, a refusal too; and
 * with a key set, whoever sends it: as a Bearer token, or in the Basic credentials of Prefect's clients.
 */
export const guard =
  (config: ServerConfig): MiddlewareHandler =>
  async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined) {
      if (!isAllowedOrigin(origin, config))
        return c.json(
          { detail: `Calls from ${origin} are not answered; CARILLON_CORS_ORIGINS lists who is.` },
          403,
        );
      c.header('access-control-allow-origin', origin);
      c.header('access-control-allow-credentials', 'true');
      c.header('vary', 'Origin');
      if (c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined) {
        c.header('access-control-allow-methods', methods);
        c.header('access-control-max-age', preflightSeconds);
        const asked = c.req.header('access-control-request-headers');
        if (asked !== undefined) c.header('access-control-allow-headers', asked);
        return c.text('OK');
      }
    }
    if (config.apiKey !== undefined && !isRightPassword(c.req.header('authorization'), config.apiKey))
      return c.json({ exception_message: 'Unauthorized', detail: 'The API key is missing or wrong.' }, 401);
    return next();
  };
