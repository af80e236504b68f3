import { Hono } from 'hono';
import { pagePolicy } from '../../http/page-policy.ts';
import { referencePage } from './page.ts';
import { style } from './style.ts';

/** The REST as a page to be read, at /; written when it is first asked for. */
export const createReference = (readDocument: () => Promise<unknown>): Hono => {
  let page: Promise<string> | undefined;
  const write = async (): Promise<string> =>
    (await referencePage(await readDocument(), { style: '/docs/style.css' })).toString();
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', pagePolicy);
  });
  app.get('/', async (c) => {
    page ??= write();
    return c.html(await page);
  });
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  return app;
};
