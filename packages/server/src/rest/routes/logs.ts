import { api, logCreate } from '@carillon/core';
import { z } from 'zod';
import { createLogs } from '../../features/logs/create-logs.ts';
import { listLogs } from '../../features/logs/list-logs.ts';
import { type AnyRoute, writes } from '../route.ts';
import { filterRoute } from '../usual.ts';

export const logRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/logs',
    summary: 'Keep lines of logs',
    body: z.array(logCreate.omit({ workerId: true })).max(10_000),
    answer: null,
    statuses: [201],
    handle: async (context, { body }) => {
      await createLogs(context, { logs: body.map((log) => ({ ...log, workerId: null })) });
      return { status: 201, value: null };
    },
  }),
  filterRoute('/logs', 'lines of logs', api.logs.list, listLogs),
];
