import { api } from '@carillon/core';
import { tracked } from '@trpc/server';
import { mutation, query, router, subscription } from '../../trpc.ts';
import { untilLeft } from '../../until-left.ts';
import { createLogs } from './create-logs.ts';
import { downloadLog } from './download-log.ts';
import { followLog } from './follow-log.ts';
import { listLogs } from './list-logs.ts';

const { logs } = api;

export const logsRouter = router({
  create: mutation
    .input(logs.create.input)
    .output(logs.create.output)
    .mutation(({ ctx, input }) => createLogs(ctx.context, input)),
  list: query
    .input(logs.list.input)
    .output(logs.list.output)
    .query(({ ctx, input }) => listLogs(ctx.context, input)),
  follow: subscription.input(logs.follow.input).subscription(async function* ({ ctx, input, signal }) {
    const messages = untilLeft(ctx.services, {
      signal,
      messages: (over) => followLog(ctx.services, { ...input, over }),
    });
    for await (const { position, line } of messages) yield tracked(position, line);
  }),
  download: query
    .input(logs.download.input)
    .output(logs.download.output)
    .query(({ ctx, input }) => downloadLog(ctx.context, input)),
});
