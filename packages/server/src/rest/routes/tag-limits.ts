import { api, askedLimit, concurrencyLimitCreate, concurrencyLimitId, taskRunId, text } from '@carillon/core';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { deleteLimit } from '../../features/concurrency/delete-limit.ts';
import { giveBackTagSlots, takeTagSlots } from '../../features/concurrency/hold-tag-slots.ts';
import { listTagLimits } from '../../features/concurrency/list-tag-limits.ts';
import { readLimit } from '../../features/concurrency/read-limit.ts';
import { tagLimitName } from '../../features/concurrency/tag-limit.ts';
import {
  isTagLimit,
  putTagLimit,
  readTagLimit,
  resetTagLimit,
  tagLimitView,
} from '../../features/concurrency/tag-limits.ts';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { locked } from './concurrency-limits.ts';

const { limit, offset } = api.concurrencyLimits.list.input.shape;
const { created, updated } = api.concurrencyLimits.read.output.shape;

const tagLimit = z.object({
  id: concurrencyLimitId,
  created,
  updated,
  tag: z.string(),
  concurrencyLimit: z.int(),
  activeSlots: z.array(z.string()),
});

const holding = z.strictObject({ names: z.array(text).max(200), taskRunId });

const byId = async (context: Context, id: string) => {
  const found = await readLimit(context, { id: concurrencyLimitId.parse(id) });
  if (!isTagLimit(found)) throw new HttpRefusal(404, `There is no limit on a tag ${id}.`);
  return tagLimitView(context, found);
};

const remove = async (context: Context, found: { id: string }) => {
  await deleteLimit(context, { id: found.id });
  return { status: 200, value: null } as const;
};

/** The older face of the limits on tags. */
export const tagLimitRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/concurrency_limits',
    summary: 'Limit the task runs of a tag',
    body: z.strictObject({
      tag: text.min(1).max(1000),
      concurrencyLimit: concurrencyLimitCreate.shape.limit,
    }),
    answer: tagLimit,
    statuses: [201, 200],
    handle: async (context, { body }) => {
      const put = await putTagLimit(context, { tag: body.tag, limit: body.concurrencyLimit });
      return { status: put.created ? 201 : 200, value: put.limit };
    },
  }),
  reads({
    method: 'post',
    path: '/concurrency_limits/filter',
    summary: 'List limits on tags',
    body: z.object({ limit, offset }),
    embedded: true,
    answer: z.array(tagLimit),
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await listTagLimits(context, body) }),
  }),
  writes({
    method: 'post',
    path: '/concurrency_limits/increment',
    summary: 'Take a slot of each tag for a task run',
    body: holding,
    answer: z.array(askedLimit),
    statuses: [200],
    refusals: { SLOTS_EXCEED_LIMIT: 423 },
    handle: async (context, { body: { names, taskRunId: id } }) => {
      const taken = await takeTagSlots(context, { tags: names, taskRunId: id });
      if (!taken.granted) return { status: 423, value: [], refusal: locked(taken.retryAfterSeconds) };
      // Bare tags here, and the limits' own names when slots are given back.
      const start = tagLimitName('').length;
      return { status: 200, value: taken.limits.map((one) => ({ ...one, name: one.name.slice(start) })) };
    },
  }),
  writes({
    method: 'post',
    path: '/concurrency_limits/decrement',
    summary: 'Give back the slots of a task run',
    body: holding,
    answer: z.array(askedLimit),
    statuses: [200],
    handle: async (context, { body: { names, taskRunId: id } }) => ({
      status: 200,
      value: await giveBackTagSlots(context, { tags: names, taskRunId: id }),
    }),
  }),
  reads({
    method: 'get',
    path: '/concurrency_limits/{id}',
    summary: 'Read a limit on a tag',
    answer: tagLimit,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await byId(context, params.id) }),
  }),
  reads({
    method: 'get',
    path: '/concurrency_limits/tag/{tag}',
    summary: 'Read the limit on a tag',
    answer: tagLimit,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await readTagLimit(context, params.tag) }),
  }),
  writes({
    method: 'post',
    path: '/concurrency_limits/tag/{tag}/reset',
    summary: 'Give back all slots of a tag, and hold some for these task runs',
    body: z.object({ slotOverride: z.array(taskRunId).max(1000).nullable().default(null) }),
    embedded: true,
    answer: null,
    statuses: [200],
    handle: async (context, { params, body }) => {
      await resetTagLimit(context, { tag: params.tag, taskRunIds: body.slotOverride ?? [] });
      return { status: 200, value: null };
    },
  }),
  writes({
    method: 'delete',
    path: '/concurrency_limits/tag/{tag}',
    summary: 'Delete the limit on a tag',
    answer: null,
    statuses: [200],
    handle: async (context, { params }) => remove(context, await readTagLimit(context, params.tag)),
  }),
  writes({
    method: 'delete',
    path: '/concurrency_limits/{id}',
    summary: 'Delete a limit on a tag',
    answer: null,
    statuses: [200],
    handle: async (context, { params }) => remove(context, await byId(context, params.id)),
  }),
];
