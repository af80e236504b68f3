import type { Handler } from 'hono';
import type { ServerConfig } from '../config.ts';

/**
 * What Prefect's own web interface asks of the place that it was served from, passed on by whatever serves it: where the REST is,
 * and whether to ask for a password. Behind a proxy that speaks TLS the address is what that one says.
 */
export const uiSettings =
  ({ apiKey }: Pick<ServerConfig, 'apiKey'>): Handler =>
  (c) => {
    const { protocol, host } = new URL(c.req.url);
    const scheme = c.req.header('x-forwarded-proto') === 'https' ? 'https:' : protocol;
    return c.json({
      api_url: `${scheme}//${host}/api`,
      csrf_enabled: false,
      auth: apiKey === undefined ? null : 'BASIC',
      flags: [],
      default_ui: 'v2',
      available_uis: ['v2'],
      v1_base_url: null,
      v2_base_url: '/v2',
    });
  };
