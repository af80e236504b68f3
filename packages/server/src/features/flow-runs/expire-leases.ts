import { crashVerdict, type State, stateId } from '@carillon/core';
import type { Services } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { inTransaction } from '../../transaction.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { wakePools } from '../work-pools/wake-pools.ts';
import { orchestratedRun } from './orchestrated-run.ts';
import { lockExpiredLeases } from './statements/lock-expired-leases.ts';
import { writeStates } from './statements/write-state.ts';

const batch = 200;

/**
 * One pass: runs whose lease ran out are Crashed (Cancelled, where they were to be), and wait for another attempt where their
 * retries allow one. Runs without a lease never end here.
 */
export const expireLeases = (services: Services): Promise<{ runs: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const { db, now, log, afterCommit } = context;
    const expired = await lockExpiredLeases(db, { now, limit: batch });
    if (expired.length === 0) return { runs: 0, full: false };
    const writes = expired.map((row) => {
      const { end, retry } = crashVerdict(orchestratedRun(row), {
        now,
        random: Math.random(),
        stateId: stateId.parse(newId(now)),
        retryStateId: stateId.parse(newId(now)),
      });
      const states: [State, ...State[]] = retry === null ? [end.state] : [end.state, retry.state];
      return { runId: row.id, states, run: (retry ?? end).run };
    });
    await writeStates(db, { writes, now, actor: null });
    await wakeLimits(context, [...new Set(expired.flatMap((row) => row.concurrency_limit_id ?? []))]);
    await wakePools(context, [...new Set(expired.flatMap((row) => row.work_queue_id ?? []))]);
    log.warn({ runs: expired.map((row) => row.id) }, 'leases ran out');
    const waiting = writes.flatMap(({ run }, index) => {
      const row = expired[index];
      return run.nextScheduledStartTime === null || row === undefined
        ? []
        : [row.deployment_id, row.work_queue_id];
    });
    afterCommit(() => {
      for (const { id } of expired) services.wake.runChanged(id);
      services.wake.runsScheduled([...new Set(waiting)]);
    });
    return { runs: expired.length, full: expired.length === batch };
  });
