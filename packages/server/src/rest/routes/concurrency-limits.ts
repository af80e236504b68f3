import {
  api,
  askedLimit,
  concurrencyLimit,
  concurrencyLimitCreate,
  concurrencyLimitId,
  concurrencyLimitUpdate,
  globalConcurrencyLimit,
  leaseHolder,
  leaseId,
  leaseSeconds,
  slotRequest,
} from '@carillon/core';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { acquireSlots } from '../../features/concurrency/acquire-slots.ts';
import { createLimit } from '../../features/concurrency/create-limit.ts';
import { decrementSlots } from '../../features/concurrency/decrement-slots.ts';
import { deleteLimit } from '../../features/concurrency/delete-limit.ts';
import { incrementSlots } from '../../features/concurrency/increment-slots.ts';
import { listLimits } from '../../features/concurrency/list-limits.ts';
import { readLimit, readLimitByName } from '../../features/concurrency/read-limit.ts';
import { releaseLease } from '../../features/concurrency/release-lease.ts';
import { renewLease } from '../../features/concurrency/renew-lease.ts';
import { updateLimit } from '../../features/concurrency/update-limit.ts';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { filterRoute } from '../usual.ts';

const { concurrencyLimits } = api;

const leaseDuration = leaseSeconds.default(300);

/** What a limit shows when it is made; this one member is called otherwise. */
const made = concurrencyLimit
  .omit({ averageOccupancySeconds: true })
  .extend({ avgSlotOccupancySeconds: z.number() });

/** Nothing is free: ask again after so long. */
export const locked = (seconds: number): HttpRefusal =>
  new HttpRefusal(423, `No slots are free; please try again in ${seconds} s.`, {
    'retry-after': String(seconds),
  });

const limitOf = (context: Context, idOrName: string) => {
  const id = concurrencyLimitId.safeParse(idOrName);
  return id.success ? readLimit(context, { id: id.data }) : readLimitByName(context, { name: idOrName });
};

const idOf = async (context: Context, idOrName: string) => ({
  id: concurrencyLimitId.parse((await limitOf(context, idOrName)).id),
});

export const concurrencyLimitRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/v2/concurrency_limits',
    summary: 'Make a concurrency limit',
    body: concurrencyLimitCreate,
    answer: made,
    statuses: [201],
    handle: async (context, { body }) => {
      const { averageOccupancySeconds, ...limit } = await createLimit(context, body);
      return { status: 201, value: { ...limit, avgSlotOccupancySeconds: averageOccupancySeconds } };
    },
  }),
  filterRoute('/v2/concurrency_limits', 'concurrency limits', concurrencyLimits.list, listLimits),
  writes({
    method: 'post',
    path: '/v2/concurrency_limits/increment',
    summary: 'Take slots without a lease',
    body: slotRequest,
    answer: z.array(askedLimit),
    statuses: [200],
    handle: async (context, { body }) => {
      const taken = await incrementSlots(context, body);
      return taken.granted
        ? { status: 200, value: taken.limits }
        : { status: 423, value: [], refusal: locked(taken.retryAfterSeconds) };
    },
  }),
  writes({
    method: 'post',
    path: '/v2/concurrency_limits/decrement',
    summary: 'Give back slots that were taken without a lease',
    body: concurrencyLimits.decrement.input,
    answer: concurrencyLimits.decrement.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await decrementSlots(context, body) }),
  }),
  writes({
    method: 'post',
    path: '/v2/concurrency_limits/increment-with-lease',
    summary: 'Take slots on a lease',
    body: slotRequest.extend({ leaseDuration, holder: leaseHolder.nullable().default(null) }),
    answer: z.object({ leaseId, limits: z.array(askedLimit) }),
    statuses: [200],
    handle: async (context, { body: { leaseDuration: seconds, ...body } }) => {
      const taken = await acquireSlots(context, { ...body, leaseSeconds: seconds });
      return taken.granted
        ? { status: 200, value: taken }
        : { status: 423, value: null, refusal: locked(taken.retryAfterSeconds) };
    },
  }),
  writes({
    method: 'post',
    path: '/v2/concurrency_limits/decrement-with-lease',
    summary: 'Give back what a lease holds',
    body: z.strictObject({ leaseId }),
    answer: null,
    statuses: [204],
    handle: async (context, { body }) => {
      await releaseLease(context, body);
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/v2/concurrency_limits/leases/{lease_id}/renew',
    summary: 'Keep a lease alive',
    body: z.strictObject({ leaseDuration }),
    answer: null,
    statuses: [204],
    refusals: { LEASE_GONE: 410 },
    handle: async (context, { params, body }) => {
      await renewLease(context, {
        leaseId: leaseId.parse(params.lease_id),
        leaseSeconds: body.leaseDuration,
      });
      return { status: 204 };
    },
  }),
  reads({
    method: 'get',
    path: '/v2/concurrency_limits/{id_or_name}',
    summary: 'Read a concurrency limit',
    answer: globalConcurrencyLimit,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await limitOf(context, params.id_or_name),
    }),
  }),
  writes({
    method: 'patch',
    path: '/v2/concurrency_limits/{id_or_name}',
    summary: 'Change what the request names',
    body: concurrencyLimitUpdate,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateLimit(context, { ...body, ...(await idOf(context, params.id_or_name)) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/v2/concurrency_limits/{id_or_name}',
    summary: 'Delete a concurrency limit',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteLimit(context, await idOf(context, params.id_or_name));
      return { status: 204 };
    },
  }),
];
