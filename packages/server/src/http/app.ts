import { DomainError } from '@carillon/core';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Services } from '../context.ts';
import { createRestApp } from '../rest/app.ts';
import { admitPages, askForKey } from '../rest/guard.ts';
import { createReference } from '../rest/reference/index.ts';
import { uiSettings } from '../rest/ui-settings.ts';
import { isRightKey } from './api-key.ts';
import { openDashboard } from './dashboard.ts';
import { isKnownHost } from './host.ts';
import { isReady } from './probes.ts';
import { refuse, trpcRoute } from './trpc-route.ts';

const welcome = `Carillon is running.

  tRPC      /trpc
  REST      /api        (to be read: /docs; OpenAPI: /api/openapi.json)
  live      /health
  ready     /ready

There is no dashboard here: CARILLON_DASHBOARD_FOLDER names the folder of a built one, which \`npm run server\`
builds and hands over by itself.
`;

/** Everything that the server answers over HTTP. */
export const createHttpApp = (services: Services): Hono => {
  const { config, log } = services;
  const dashboard = config.dashboardFolder === undefined ? null : openDashboard(config.dashboardFolder);
  // Prefect's clients write some paths with a slash at the end.
  const app = new Hono({ strict: false });
  app.use(secureHeaders());
  app.use(async (c, next) => {
    if (!isKnownHost(c.req.header('host'), config)) {
      return c.text(
        'This server does not go by that name; CARILLON_ALLOWED_HOSTS lists further ones.\n',
        421,
      );
    }
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    return undefined;
  });
  app.get('/health', (c) => c.json({ status: 'live' }));
  app.get('/ready', async (c) =>
    (await isReady(services)) ? c.json({ status: 'ready' }) : c.json({ status: 'not ready' }, 503),
  );
  app.use('/trpc/*', async (c, next) => {
    if (config.apiKey !== undefined && !isRightKey(c.req.header('authorization'), config.apiKey)) {
      return refuse(new DomainError('UNAUTHORIZED', {}), 401);
    }
    return next();
  });
  app.all('/trpc/*', trpcRoute(services));
  app.get('/ui-settings', admitPages(config), uiSettings(config));
  app.use('/api/*', admitPages(config), askForKey(config));
  const rest = createRestApp(services);
  app.route('/api', rest);
  app.route(
    '/docs',
    createReference(async () => (await rest.request('/openapi.json')).json()),
  );
  if (dashboard === null) app.get('/', (c) => c.text(welcome));
  app.notFound((c) => dashboard?.answer(c) ?? c.json({ detail: 'Not Found' }, 404));
  app.onError((error, c) => {
    log.error({ error, path: c.req.path }, 'request failed');
    return c.json({ detail: 'Internal Server Error' }, 500);
  });
  return app;
};
