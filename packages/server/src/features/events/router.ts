import { api } from '@carillon/core';
import { tracked } from '@trpc/server';
import { router, subscription } from '../../trpc.ts';
import { untilLeft } from '../../until-left.ts';
import { followEvents } from './follow-events.ts';

const { events } = api;

export const eventsRouter = router({
  follow: subscription.input(events.follow.input).subscription(async function* ({ ctx, input, signal }) {
    const { lastEventId, after, ...rest } = input;
    const messages = untilLeft(ctx.services, {
      signal,
      messages: (over) => followEvents(ctx.services, { ...rest, after: lastEventId ?? after, over }),
    });
    for await (const message of messages) yield tracked(message.cursor, message);
  }),
});
