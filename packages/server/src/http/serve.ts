import type { Services } from '../context.ts';
import { createSockets } from '../rest/sockets/index.ts';
import { createHttpApp } from './app.ts';
import { type Listening, type ListenOptions, listen } from './listen.ts';

/** Listens for all that the server answers: calls and sockets. */
export const serveHttp = (services: Services, options: ListenOptions): Promise<Listening> =>
  listen(createHttpApp(services), options, createSockets(services));
