import {
  eventCount,
  eventCountable,
  eventCountUnit,
  resourceEventCreate,
  resourceEventFilter,
  resourceEventPage,
} from '@carillon/core';
import { z } from 'zod';
import { receiveEvents } from '../../features/recorder/receive-events.ts';
import { countResourceEvents } from '../../features/resource-events/count-resource-events.ts';
import {
  type EventPage,
  listResourceEvents,
  nextResourceEvents,
} from '../../features/resource-events/list-resource-events.ts';
import { readPageToken } from '../../features/resource-events/page-token.ts';
import { HttpRefusal } from '../errors.ts';
import { receivedEvent } from '../received-event.ts';
import { type AnyRoute, reads, writes } from '../route.ts';

const pageMax = 50;
const filter = resourceEventFilter.nullable().optional();

/** The next page goes by its whole address. */
const shown = ({ nextToken, ...page }: EventPage, url: string): z.input<typeof resourceEventPage> => ({
  ...page,
  nextPage:
    nextToken === null ? null : new URL(`/api/events/filter/next?page-token=${nextToken}`, url).toString(),
});

export const eventRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/events',
    summary: 'Tell events; one whose id is known says nothing new',
    body: z.array(resourceEventCreate).max(1000),
    answer: null,
    statuses: [204],
    handle: async (context, { body }) => {
      await receiveEvents(
        context,
        body.map((event) => receivedEvent(event, context)),
      );
      return { status: 204 };
    },
  }),
  reads({
    method: 'post',
    path: '/events/filter',
    summary: 'List events',
    body: z.object({ filter, limit: z.int().min(0).max(pageMax).default(pageMax) }),
    embedded: true,
    answer: resourceEventPage,
    statuses: [200],
    handle: async (context, { body, request }) => {
      const asked = { filter: body.filter ?? resourceEventFilter.parse({}), limit: body.limit };
      return { status: 200, value: shown(await listResourceEvents(context, asked), request.url) };
    },
  }),
  reads({
    method: 'get',
    path: '/events/filter/next',
    summary: 'The next page of a list of events',
    query: z.object({ 'page-token': z.string().max(100_000) }),
    answer: resourceEventPage,
    statuses: [200],
    handle: async (context, { query, request }) => {
      const token = readPageToken(query['page-token']);
      if (token === null) throw new HttpRefusal(403, 'This is no token of a page.');
      return { status: 200, value: shown(await nextResourceEvents(context, token), request.url) };
    },
  }),
  reads({
    method: 'post',
    path: '/events/count-by/{countable}',
    summary: 'Count events by steps of time, by name, or by resource',
    body: z.object({
      filter,
      timeUnit: eventCountUnit.default('day'),
      timeInterval: z.number().min(0.01).default(1),
    }),
    embedded: true,
    answer: z.array(eventCount),
    statuses: [200],
    handle: async (context, { params, body }) => {
      const by = eventCountable.safeParse(params.countable);
      if (!by.success)
        throw new HttpRefusal(422, `countable: must be one of ${eventCountable.options.join(', ')}`);
      return {
        status: 200,
        value: await countResourceEvents(context, {
          filter: body.filter ?? resourceEventFilter.parse({}),
          by: by.data,
          unit: body.timeUnit,
          interval: body.timeInterval,
        }),
      };
    },
  }),
];
