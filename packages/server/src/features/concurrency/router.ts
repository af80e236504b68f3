import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { acquireSlots } from './acquire-slots.ts';
import { createLimit } from './create-limit.ts';
import { decrementSlots } from './decrement-slots.ts';
import { deleteLimit } from './delete-limit.ts';
import { incrementSlots } from './increment-slots.ts';
import { listLimits } from './list-limits.ts';
import { readLimit, readLimitByName } from './read-limit.ts';
import { releaseLease } from './release-lease.ts';
import { renewLease } from './renew-lease.ts';
import { updateLimit } from './update-limit.ts';

const { concurrencyLimits } = api;

export const concurrencyLimitsRouter = router({
  create: mutation
    .input(concurrencyLimits.create.input)
    .output(concurrencyLimits.create.output)
    .mutation(({ ctx, input }) => createLimit(ctx.context, input)),
  read: query
    .input(concurrencyLimits.read.input)
    .output(concurrencyLimits.read.output)
    .query(({ ctx, input }) => readLimit(ctx.context, input)),
  readByName: query
    .input(concurrencyLimits.readByName.input)
    .output(concurrencyLimits.readByName.output)
    .query(({ ctx, input }) => readLimitByName(ctx.context, input)),
  list: query
    .input(concurrencyLimits.list.input)
    .output(concurrencyLimits.list.output)
    .query(({ ctx, input }) => listLimits(ctx.context, input)),
  update: mutation
    .input(concurrencyLimits.update.input)
    .output(concurrencyLimits.update.output)
    .mutation(({ ctx, input }) => updateLimit(ctx.context, input)),
  delete: mutation
    .input(concurrencyLimits.delete.input)
    .output(concurrencyLimits.delete.output)
    .mutation(({ ctx, input }) => deleteLimit(ctx.context, input)),
  increment: mutation
    .input(concurrencyLimits.increment.input)
    .output(concurrencyLimits.increment.output)
    .mutation(({ ctx, input }) => incrementSlots(ctx.context, input)),
  decrement: mutation
    .input(concurrencyLimits.decrement.input)
    .output(concurrencyLimits.decrement.output)
    .mutation(({ ctx, input }) => decrementSlots(ctx.context, input)),
  acquire: mutation
    .input(concurrencyLimits.acquire.input)
    .output(concurrencyLimits.acquire.output)
    .mutation(({ ctx, input }) => acquireSlots(ctx.context, input)),
  renew: mutation
    .input(concurrencyLimits.renew.input)
    .output(concurrencyLimits.renew.output)
    .mutation(({ ctx, input }) => renewLease(ctx.context, input)),
  release: mutation
    .input(concurrencyLimits.release.input)
    .output(concurrencyLimits.release.output)
    .mutation(({ ctx, input }) => releaseLease(ctx.context, input)),
});
