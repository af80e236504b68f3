import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { polledWithin } from './polled-within.ts';
import { countLateRuns } from './statements/count-late-runs.ts';

type Status = (typeof api)['workQueues']['status'];

const maximumLateRuns = 0;

/** Healthy is a queue that is polled, and has no run Late. Throws WORK_QUEUE_NOT_FOUND. */
export const queueHealth = async (
  { db, now, services }: Context,
  { id }: { id: string },
): Promise<z.input<Status['output']>> => {
  const queue = await db
    .selectFrom('work_queue')
    .select('last_polled')
    .where('id', '=', id)
    .executeTakeFirst();
  if (queue === undefined) throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: null, name: id });
  const { last_polled: lastPolled } = queue;
  const lateRunsCount = await countLateRuns(db, { queueId: id, now });
  const { pollTimeoutSeconds: maximumSecondsSinceLastPolled } = services.config;
  return {
    healthy: lateRunsCount <= maximumLateRuns && polledWithin(lastPolled, now, maximumSecondsSinceLastPolled),
    lateRunsCount,
    lastPolled,
    healthCheckPolicy: { maximumLateRuns, maximumSecondsSinceLastPolled },
  };
};
