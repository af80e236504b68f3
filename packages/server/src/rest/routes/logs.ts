import { api, flowRunId, logCreate } from '@carillon/core';
import { z } from 'zod';
import { createLogs } from '../../features/logs/create-logs.ts';
import { downloadLog } from '../../features/logs/download-log.ts';
import { listLogs } from '../../features/logs/list-logs.ts';
import { line } from '../log-line.ts';
import { type AnyRoute, reads, writes } from '../route.ts';

export const logRoutes: readonly AnyRoute[] = [
  reads({
    method: 'get',
    path: '/flow_runs/{id}/logs/download',
    summary: "A run's log as a CSV file",
    answer: null,
    statuses: [200],
    handle: async (context, { params }) => {
      const { fileName, csv } = await downloadLog(context, { flowRunId: flowRunId.parse(params.id) });
      return {
        status: 200,
        text: csv,
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        },
      };
    },
  }),
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
  reads({
    method: 'post',
    path: '/logs/filter',
    summary: 'List lines of logs',
    body: api.logs.list.input,
    embedded: true,
    answer: z.array(line),
    statuses: [200],
    handle: async (context, { body }) => {
      const { results } = await listLogs(context, body);
      return { status: 200, value: results.map((one) => ({ ...one, updated: one.created })) };
    },
  }),
];
