import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { claimDueSchedules } from './statements/claim-due-schedules.ts';
import { writePlans } from './write-plans.ts';

/** One pass of the scheduler: one batch of due schedules, in one transaction. */
export const refillDue = (services: Services): Promise<{ schedules: number; runs: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const limit = services.config.schedulerBatch;
    const schedules = await claimDueSchedules(context.db, { now: context.now, limit });
    const runs = await writePlans(context, schedules);
    return { schedules: schedules.length, runs, full: schedules.length === limit };
  });
