import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Sockets } from '../rest/sockets/index.ts';

export type ListenOptions = { host: string; port: number; graceMs: number };
export type Listening = { url: string; port: number; close: () => Promise<void> };

const inWords = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new Error(`port ${port} is in use by another program; --port picks another`);
  if (error.code === 'EACCES')
    return new Error(`port ${port} may not be opened by this user; --port picks another`);
  if (error.code === 'EADDRNOTAVAIL') return new Error(`${host} is not an address of this machine`);
  return error;
};

// A connection that falls idle after the close has begun would be kept for its client's next request.
const sweepMs = 20;

/** Stops accepting, lets requests under way end, and cuts what is still open when the time is over. */
const closer = (server: Server, sockets: Sockets, graceMs: number) => async (): Promise<void> => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  server.close(() => resolve());
  server.closeIdleConnections();
  await Promise.all([closed, sockets.close()]);
  clearTimeout(cut);
  clearInterval(sweep);
};

/** Listens; port 0 picks a free one. Rejects with words when the address cannot be had. */
export const listen = (
  app: Hono,
  { host, port, graceMs }: ListenOptions,
  sockets: Sockets,
): Promise<Listening> =>
  new Promise((resolve, reject) => {
    // A subscription names up to a thousand deployments in its URL.
    const server = createServer(
      {
        maxHeaderSize: 65_536,
        headersTimeout: 10_000,
        requestTimeout: 60_000,
        keepAliveTimeout: 60_000,
        // What asks for another protocol, HTTP/2 say, is answered as if it had not.
        shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      },
      getRequestListener(app.fetch),
    );
    server.on('upgrade', sockets.upgrade);
    server.once('error', (error) => reject(inWords(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      const shown = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${shown}:${actual}`, port: actual, close: closer(server, sockets, graceMs) });
    });
  });
