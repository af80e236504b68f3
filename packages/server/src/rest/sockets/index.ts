import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Services } from '../../context.ts';
import { createIntake } from '../../features/recorder/intake.ts';
import { createEventHub } from '../../features/resource-events/hub.ts';
import { isKnownHost, isOwnOrigin } from '../../http/host.ts';
import { isAllowedOrigin } from '../../http/origins.ts';
import { open } from './opening.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { type FoundRoute, findSocketRoute } from './routes.ts';
import { createSession } from './session.ts';

export interface Sockets {
  /** For the `upgrade` of a server. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Resolves once all sockets are closed, and what came over them is kept. */
  close(): Promise<void>;
}

const subprotocol = 'prefect';
/** More than an event may have, so that one that is too large is left out and not the client with it. */
const frameBytesMax = 4_000_000;
/** How long clients may take to say that they have heard of the end. */
const graceMs = 1000;
const failed = 1011;

/** The sockets of Prefect's clients, below /api. */
export const createSockets = (services: Services): Sockets => {
  const intake = createIntake(services);
  const hub = createEventHub(services);
  const { config, log } = services;
  const closing = new AbortController();
  const stopping = AbortSignal.any([services.signal, closing.signal]);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: frameBytesMax,
    autoPong: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const served = new Set<Promise<void>>();

  const serve = async (socket: WebSocket, { handle, params, strict }: FoundRoute): Promise<void> => {
    const session = createSession(socket, { log, stopping });
    try {
      const opening = {
        apiKey: config.apiKey,
        offered: socket.protocol === subprotocol,
        ...(strict && { strict }),
      };
      if (await open(session, opening)) await handle(session, { services, intake, hub, params });
    } catch (error) {
      log.error({ error }, 'a socket was closed by a failure');
      session.close(failed, 'transient_server_error');
    }
    await session.untilClosed();
  };

  return {
    upgrade(request, socket, head) {
      socket.on('error', (error) => log.debug({ error }, 'a socket failed'));
      const { host, origin } = request.headers;
      if (!isKnownHost(host, config))
        return refuseUpgrade(socket, 421, 'This server does not go by that name.');
      if (!isOwnOrigin(origin, host) && !isAllowedOrigin(origin ?? '', config))
        return refuseUpgrade(socket, 403, `Calls from ${origin} are not answered.`);
      const route = findSocketRoute(request.url ?? '');
      if (route === null) return refuseUpgrade(socket, 404, 'Not Found');
      // As a server would that has gone: a client comes back, where any answer would end it.
      if (stopping.aborted) return socket.destroy();
      server.handleUpgrade(request, socket, head, (accepted) => {
        const done = serve(accepted, route).finally(() => served.delete(done));
        served.add(done);
      });
    },
    async close() {
      closing.abort();
      const cut = setTimeout(() => {
        for (const client of server.clients) client.terminate();
        // Who waits until more can be kept would wait for a database that is away.
        void intake.close();
      }, graceMs);
      await Promise.all(served);
      clearTimeout(cut);
      await Promise.all([intake.close(), hub.close()]);
    },
  };
};
