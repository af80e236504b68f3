import { DomainError, flowRunPolicy, type RunFacts } from '@carillon/core';
import type { Context } from '../../context.ts';
import { pauseView } from '../../pause.ts';
import { stateOf } from './orchestrated-run.ts';
import { type Limited, readRunLimits } from './read-run-limits.ts';

export type FactsOfRun = { name: string; facts: RunFacts };

/** What there is to say about a run: in one statement, and four more for one that waits. Throws FLOW_RUN_NOT_FOUND. */
export const readRunFacts = async (context: Context, { id }: { id: string }): Promise<FactsOfRun> => {
  const row = await readRow(context, id);
  const state = stateOf(row);
  return {
    name: row.name,
    facts: {
      state: state && {
        type: state.type,
        name: state.name,
        timestamp: state.timestamp,
        message: state.message,
        details: state.stateDetails,
        actor: row.state_actor,
      },
      policy: flowRunPolicy.parse(row.empirical_policy),
      runCount: row.run_count,
      expectedStart: row.expected_start_time,
      nextStart: row.next_scheduled_start_time,
      lease:
        row.lease_expires_at === null
          ? null
          : { holder: row.lease_holder?.name ?? null, until: row.lease_expires_at },
      deployment: deploymentOf(row),
      ...laneOf(row),
      limits: state?.type === 'SCHEDULED' ? await readRunLimits(context, limitedOf(row)) : [],
      polledWithinSeconds: context.services.config.pollTimeoutSeconds,
    },
  };
};

type Row = Awaited<ReturnType<typeof readRow>>;

const readRow = async ({ db }: Context, id: string) => {
  const row = await db
    .selectFrom('flow_run as r')
    .innerJoin('flow as f', 'f.id', 'r.flow_id')
    .leftJoin('flow_run_state as s', 's.id', 'r.state_id')
    .leftJoin('deployment as d', 'd.id', 'r.deployment_id')
    .leftJoin('concurrency_limit as l', 'l.id', 'd.concurrency_limit_id')
    .leftJoin('work_queue as q', 'q.id', 'r.work_queue_id')
    .leftJoin('work_pool as p', 'p.id', 'q.work_pool_id')
    .select([
      'r.name',
      'r.state_id',
      'r.state_type',
      'r.state_name',
      'r.state_timestamp',
      'r.state_message',
      'r.state_data',
      'r.state_details',
      's.actor as state_actor',
      'r.empirical_policy',
      'r.run_count',
      'r.expected_start_time',
      'r.next_scheduled_start_time',
      'r.lease_expires_at',
      'r.lease_holder',
      'r.deployment_id',
      'f.name as flow_name',
      'd.name as deployment_name',
      'd.paused',
      'd.paused_at',
      'd.paused_by',
      'd.pause_reason',
      'd.last_polled',
      'l.id as limit_id',
      'l.name as limit_name',
      'l.limit',
      'l.active as limit_active',
      'l.owner_deployment_id',
      'q.id as queue_id',
      'q.name as queue_name',
      'q.is_paused as queue_paused',
      'q.paused_at as queue_paused_at',
      'q.paused_by as queue_paused_by',
      'q.pause_reason as queue_pause_reason',
      'q.last_polled as queue_last_polled',
      'q.concurrency_limit as queue_limit',
      'p.id as pool_id',
      'p.name as pool_name',
      'p.is_paused as pool_paused',
      'p.paused_at as pool_paused_at',
      'p.paused_by as pool_paused_by',
      'p.pause_reason as pool_pause_reason',
      'p.concurrency_limit as pool_limit',
    ])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  return row;
};

const deploymentOf = (row: Row): RunFacts['deployment'] => {
  if (row.deployment_id === null) return null;
  if (row.deployment_name === null) return 'gone';
  return {
    name: `${row.flow_name}/${row.deployment_name}`,
    paused: row.paused === true,
    pause: pauseView(row),
    lastPolled: row.last_polled,
  };
};

const laneOf = (row: Row): Pick<RunFacts, 'workQueue' | 'workPool'> => {
  if (row.queue_name === null || row.pool_name === null) return { workQueue: null, workPool: null };
  return {
    workQueue: {
      name: `${row.pool_name}/${row.queue_name}`,
      paused: row.queue_paused === true,
      pause: pauseView({
        paused_at: row.queue_paused_at,
        paused_by: row.queue_paused_by,
        pause_reason: row.queue_pause_reason,
      }),
      lastPolled: row.queue_last_polled,
    },
    workPool: {
      name: row.pool_name,
      paused: row.pool_paused === true,
      pause: pauseView({
        paused_at: row.pool_paused_at,
        paused_by: row.pool_paused_by,
        pause_reason: row.pool_pause_reason,
      }),
    },
  };
};

/** What holds a waiting run back when it is full. */
const limitedOf = (row: Row): Limited[] => {
  const limited: Limited[] = [];
  if (row.limit_id !== null && row.limit_name !== null && row.limit !== null && row.limit_active === true) {
    const own = row.owner_deployment_id !== null && row.owner_deployment_id === row.deployment_id;
    limited.push({
      held: 'limit',
      id: row.limit_id,
      of: own ? 'own' : 'global',
      name: own ? `${row.flow_name}/${row.deployment_name}` : row.limit_name,
      limit: row.limit,
    });
  }
  if (row.queue_id !== null && row.queue_limit !== null)
    limited.push({
      held: 'queue',
      id: row.queue_id,
      of: 'work-queue',
      name: `${row.pool_name}/${row.queue_name}`,
      limit: row.queue_limit,
    });
  if (row.pool_id !== null && row.pool_name !== null && row.pool_limit !== null)
    limited.push({
      held: 'pool',
      id: row.pool_id,
      of: 'work-pool',
      name: row.pool_name,
      limit: row.pool_limit,
    });
  return limited;
};
