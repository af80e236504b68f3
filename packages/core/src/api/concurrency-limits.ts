import { z } from 'zod';
import {
  askedLimit,
  concurrencyLimit,
  concurrencyLimitCreate,
  concurrencyLimitUpdate,
  leaseAnswer,
  leaseHolder,
  leaseSeconds,
  slotRequest,
  slotsAnswer,
} from '../schemas/concurrency-limit.ts';
import { concurrencyLimitId, leaseId } from '../schemas/id.ts';
import { cursor, limit, listOf, offset } from '../schemas/page.ts';
import { text } from '../schemas/text.ts';
import { mutation, query } from './procedure.ts';

const byId = z.strictObject({ id: concurrencyLimitId });
const nothing = z.null();

export const concurrencyLimits = {
  create: mutation(concurrencyLimitCreate, concurrencyLimit),
  read: query(byId, concurrencyLimit),
  readByName: query(z.strictObject({ name: text }), concurrencyLimit),
  /** By name. */
  list: query(z.strictObject({ limit, offset, cursor }), listOf(concurrencyLimit)),
  update: mutation(concurrencyLimitUpdate.extend({ id: concurrencyLimitId }), nothing, { repeatable: true }),
  delete: mutation(byId, nothing),
  /** Takes slots of all named limits, or of none. Names that do not exist are left out; inactive limits hold nobody back. */
  increment: mutation(slotRequest, slotsAnswer),
  /** Gives back slots that were taken without a lease; never below none. */
  decrement: mutation(
    slotRequest
      .omit({ mode: true })
      .extend({ occupancySeconds: z.number().positive().nullable().default(null) }),
    z.array(askedLimit),
  ),
  /** Takes slots that come back by themselves when the lease is not renewed. */
  acquire: mutation(
    slotRequest.extend({
      leaseSeconds: leaseSeconds.default(300),
      holder: leaseHolder.nullable().default(null),
    }),
    leaseAnswer,
  ),
  /** Keeps a lease alive from now on; LEASE_GONE once it has run out. */
  renew: mutation(z.strictObject({ leaseId, leaseSeconds: leaseSeconds.default(300) }), nothing, {
    repeatable: true,
  }),
  /** Gives back what the lease holds; one that is gone is nothing to give back. */
  release: mutation(z.strictObject({ leaseId }), nothing, { repeatable: true }),
};
