import { type api, type deploymentOverview, overviewRuns, scheduleInWords } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Db } from '../../database/db.ts';
import { deploymentsMatching } from '../../filters/links.ts';
import { deploymentOrders } from '../../filters/order.ts';
import { readIdsAfter, readNumberedPage } from '../../filters/read-ids.ts';
import { pauseView } from '../../pause.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';
import { storedSchedule } from '../scheduling/planned-schedule.ts';
import { type LastRunRow, readLastRuns } from './statements/read-last-runs.ts';
import { readOutlooks } from './statements/read-outlooks.ts';
import { readScheduleStarts, type ScheduleStartRow } from './statements/read-schedule-starts.ts';

type Deployments = (typeof api)['deployments'];
type Overview = z.input<typeof deploymentOverview>;

const table = 'deployment';

/** A page of deployments, with what each did last and does next. */
export const overviewDeployments = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<Deployments['overview']['input']>,
): Promise<z.input<Deployments['overview']['output']>> => {
  const where = deploymentsMatching(filters);
  const query = { table, where, order: deploymentOrders[sort], sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readOverviews(context, ids), nextCursor };
};

/** The same by the page's number, with the count of all. */
export const overviewDeploymentsPage = async (
  context: Context,
  { sort, limit, page, ...filters }: z.output<Deployments['overviewPage']['input']>,
): Promise<z.input<Deployments['overviewPage']['output']>> => {
  const where = deploymentsMatching(filters);
  const query = { table, where, order: deploymentOrders[sort], limit, page } as const;
  const { ids, ...counts } = await readNumberedPage(context.db, query);
  return { results: await readOverviews(context, ids), ...counts };
};

/** In the order of `ids`. Five statements, however many there are. */
const readOverviews = async ({ db, now }: Context, ids: readonly string[]): Promise<Overview[]> => {
  if (ids.length === 0) return [];
  const rows = new Map((await selectDeployments(db, ids)).map((row) => [row.id, row]));
  const limitIds = [...rows.values()].flatMap(({ limit_id }) => limit_id ?? []);
  const taken = await readTakenSlots(db, { limitIds, now });
  const ofThese = { deploymentIds: ids, now };
  const schedules = Map.groupBy(await readScheduleStarts(db, ofThese), (row) => row.deployment_id);
  const lastRuns = await readLastRuns(db, { ...ofThese, limit: overviewRuns });
  const runs = Map.groupBy(lastRuns, (row) => row.deployment_id);
  const outlooks = await readOutlooks(db, ofThese);
  return ids.flatMap((id) => {
    const row = rows.get(id);
    const outlook = outlooks.get(id);
    if (row === undefined || outlook === undefined) return [];
    return {
      ...deploymentPart(row),
      limit: limitPart(row, taken),
      schedules: (schedules.get(id) ?? []).map(schedulePart),
      nextStart: outlook.next_start,
      runs: (runs.get(id) ?? []).map(runPart),
      late: outlook.late,
      live: outlook.live,
    };
  });
};

const selectDeployments = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('deployment as d')
    .innerJoin('flow as f', 'f.id', 'd.flow_id')
    .leftJoin('work_queue as q', 'q.id', 'd.work_queue_id')
    .leftJoin('work_pool as p', 'p.id', 'q.work_pool_id')
    .leftJoin('concurrency_limit as l', 'l.id', 'd.concurrency_limit_id')
    .select([
      'd.id',
      'd.name',
      'd.flow_id',
      'f.name as flow_name',
      'd.tags',
      'q.name as joined_queue_name',
      'd.work_queue_name',
      'p.name as pool_name',
      'd.status',
      'd.last_polled',
      'd.paused',
      'd.paused_at',
      'd.paused_by',
      'd.pause_reason',
      'd.concurrency_options',
      'l.id as limit_id',
      'l.name as limit_name',
      'l.limit',
      'l.active as limit_active',
      'l.owner_deployment_id',
    ])
    .where('d.id', 'in', [...ids])
    .execute();

type Row = Awaited<ReturnType<typeof selectDeployments>>[number];

const deploymentPart = (row: Row) => ({
  id: row.id,
  name: row.name,
  flowId: row.flow_id,
  flowName: row.flow_name,
  tags: row.tags,
  workPoolName: row.pool_name,
  workQueueName: row.joined_queue_name ?? row.work_queue_name,
  status: row.status,
  lastPolled: row.last_polled,
  paused: row.paused,
  pause: pauseView(row),
});

const limitPart = (row: Row, taken: ReadonlyMap<string, number>): Overview['limit'] =>
  row.limit_id === null || row.limit_name === null || row.limit === null || row.limit_active === null
    ? null
    : {
        id: row.limit_id,
        name: row.limit_name,
        limit: row.limit,
        active: row.limit_active,
        activeSlots: taken.get(row.limit_id) ?? 0,
        own: row.owner_deployment_id === row.id,
        collisionStrategy: row.concurrency_options?.collisionStrategy ?? 'ENQUEUE',
      };

const schedulePart = (row: ScheduleStartRow): Overview['schedules'][number] => {
  const schedule = storedSchedule(row.schedule);
  return {
    id: row.id,
    slug: row.slug,
    words: scheduleInWords(schedule),
    schedule,
    active: row.active,
    nextStart: row.next_start,
    error: row.error,
  };
};

const runPart = (row: LastRunRow): Overview['runs'][number] => ({
  id: row.id,
  name: row.name,
  stateType: row.state_type,
  stateName: row.state_name,
  start: row.start,
  duration: row.duration,
});
