import { createClient, isCarillonError } from '@carillon/sdk';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { report } from './report.ts';

const carillon = createClient({ url: process.env.CARILLON_URL ?? 'http://127.0.0.1:4200' });
const app = new Hono();

/** An order makes its report once, however often it is sent, and answers with the report's result. */
app.post('/orders/:id/report', async (c) => {
  const order = c.req.param('id');
  const region = c.req.query('region') === 'us' ? 'us' : 'eu';
  try {
    const run = await carillon.run<typeof report>(
      'report/on-order',
      { region, order },
      { idempotencyKey: order },
    );
    const { rows } = await run.result({ timeout: '1m' });
    return c.json({ order, rows, run: run.id });
  } catch (error) {
    if (!isCarillonError(error)) throw error;
    return c.json({ code: error.code, message: error.message }, error.code === 'RUN_TIMEOUT' ? 504 : 502);
  }
});

const server = serve(
  { fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 4300) },
  ({ port }) => console.log(`order service on http://127.0.0.1:${port}`),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.close());
