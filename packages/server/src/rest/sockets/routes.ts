import { eventsIn } from './events-in.ts';
import { eventsOut } from './events-out.ts';
import type { SocketHandler } from './handler.ts';
import { logsOut } from './logs-out.ts';
import type { Opening } from './opening.ts';
import { taskWorker } from './task-worker.ts';
import { workerChannel } from './worker-channel.ts';

type SocketRoute = { path: RegExp; handle: SocketHandler; strict?: NonNullable<Opening['strict']> };

const routes: readonly SocketRoute[] = [
  { path: /^\/api\/events\/in\/?$/, handle: eventsIn },
  { path: /^\/api\/events\/out\/?$/, handle: eventsOut },
  { path: /^\/api\/logs\/out\/?$/, handle: logsOut },
  { path: /^\/api\/task_runs\/subscriptions\/scheduled\/?$/, handle: taskWorker },
  {
    path: /^\/api\/work_pools\/(?<pool>[^/]+)\/workers\/connect\/?$/,
    handle: workerChannel,
    strict: { reason: 'authentication_failed' },
  },
];

export type FoundRoute = Omit<SocketRoute, 'path'> & { params: Record<string, string> };

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** The socket that a URL asks for; null where there is none. */
export const findSocketRoute = (url: string): FoundRoute | null => {
  const [path = ''] = url.split('?', 1);
  for (const { path: pattern, ...route } of routes) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const pool = decoded(match.groups?.pool ?? '');
    return pool === null ? null : { ...route, params: { pool } };
  }
  return null;
};
