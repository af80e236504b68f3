import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { listen } from './listen.ts';

const at = { host: '127.0.0.1', port: 0 };
const noSockets = { upgrade: () => {}, close: async () => {} };

/** A stream that has begun, and that ends when it is told to. */
const streaming = () => {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const app = new Hono().get('/', () => {
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('begun'));
        await over;
        controller.close();
      },
    });
    return new Response(body);
  });
  return { app, end };
};

test('closing waits for what is being answered, and no longer: a client that keeps its connection holds nobody up', async () => {
  const { app, end } = streaming();
  const { url, close } = await listen(app, { ...at, graceMs: 30_000 }, noSockets);
  const response = await fetch(url);
  const closed = close();
  await expect(fetch(url)).rejects.toThrow();
  end();
  expect(await response.text()).toBe('begun');
  const ended = performance.now();
  await closed;
  expect(performance.now() - ended).toBeLessThan(2000);
});

test('what does not end is cut when the grace is over', async () => {
  const { app } = streaming();
  const { url, close } = await listen(app, { ...at, graceMs: 50 }, noSockets);
  const response = await fetch(url);
  await close();
  await expect(response.text()).rejects.toThrow();
});

test('a port that is taken is said so', async () => {
  const app = new Hono();
  const { port, close } = await listen(app, { ...at, graceMs: 0 }, noSockets);
  await expect(listen(app, { ...at, port, graceMs: 0 }, noSockets)).rejects.toThrow(
    `port ${port} is in use by another program; --port picks another`,
  );
  await close();
});
