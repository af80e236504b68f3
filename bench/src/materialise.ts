import { randomUUID } from 'node:crypto';
import { duties } from '@carillon/server';
import type { Benchmark, Case } from './benchmark.ts';
import { seedDeployments, seedSchedules } from './server/seed.ts';
import { millisecondsOf, openStage, type Stage } from './server/stage.ts';

const schedules = 100_000;
const startsEach = 3;
const batch = 3000;

/** The same rows by plain SQL: all columns that a planned run has, and its first state, as many a statement as the server writes. */
const insert = `
  with planned as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) as planned(id, state_id, schedule_id, start)
  ),
  made as (
    insert into flow_run (id, created, updated, name, flow_id, deployment_id, schedule_id, nominal_start, parameters,
      idempotency_key, context, empirical_policy, tags, labels, state_id, state_type, state_name, state_timestamp,
      state_message, state_details, run_count, expected_start_time, next_scheduled_start_time, total_run_time,
      auto_scheduled, created_by, job_variables)
    select p.id, now(), now(), 'bench-run', d.flow_id, d.id, p.schedule_id, p.start, d.parameters,
      'scheduled ' || d.id || ' ' || p.schedule_id || ' ' || p.start, '{}', '{"retries":null,"retryDelay":null}',
      array_prepend('auto-scheduled', d.tags), d.labels || jsonb_build_object('prefect.flow.id', d.flow_id,
        'prefect.deployment.id', d.id),
      p.state_id, 'SCHEDULED', 'Scheduled', now(), 'Flow run scheduled',
      jsonb_build_object('flowRunId', p.id, 'scheduledTime', p.start), 0, p.start, p.start, 0, true,
      jsonb_build_object('id', p.schedule_id, 'type', 'SCHEDULE', 'displayValue', 'CronSchedule'), '{}'
    from planned p
    join deployment_schedule s on s.id = p.schedule_id
    join deployment d on d.id = s.deployment_id
    on conflict do nothing
    returning id, state_id, state_type, state_name, state_timestamp, state_message, state_details
  )
  insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, state_details)
  select state_id, id, state_type, state_name, state_timestamp, state_message, state_details from made`;

const byServer = async ({ services }: Stage): Promise<void> => {
  const scheduler = duties.find(({ name }) => name === 'scheduler');
  if (scheduler === undefined) throw new Error('there is no scheduler');
  while ((await scheduler.pass(services)).full);
};

type Planned = { ids: string[]; stateIds: string[]; scheduleIds: string[]; starts: Date[] };

/** Made before the clock starts: plain SQL is measured without the making of its rows. */
const planned = async ({ sql }: Stage): Promise<Planned[]> => {
  const { rows } = await sql.query<{ id: string }>('select id from deployment_schedule order by id');
  const now = Date.now();
  const runs = rows.flatMap(({ id }) =>
    Array.from({ length: startsEach }, (_, index) => ({
      id,
      start: new Date(now + (index + 1) * 3_600_000),
    })),
  );
  const batches: Planned[] = [];
  for (let first = 0; first < runs.length; first += batch) {
    const some = runs.slice(first, first + batch);
    batches.push({
      ids: some.map(() => randomUUID()),
      stateIds: some.map(() => randomUUID()),
      scheduleIds: some.map(({ id }) => id),
      starts: some.map(({ start }) => start),
    });
  }
  return batches;
};

const byPlainSql = async ({ sql }: Stage, batches: readonly Planned[]): Promise<void> => {
  for (const { ids, stateIds, scheduleIds, starts } of batches)
    await sql.query(insert, [ids, stateIds, scheduleIds, starts]);
};

/** Each on a database of its own, so that neither pays for the other's rows. */
const rateOn = async (work: (stage: Stage) => Promise<() => Promise<void>>): Promise<number> => {
  await using stage = await openStage();
  await seedDeployments(stage.sql, schedules);
  await seedSchedules(stage.sql, '0 seconds');
  const run = await work(stage);
  const elapsed = await millisecondsOf(run);
  const { rows } = await stage.sql.query<{ made: number }>('select count(*)::int as made from flow_run');
  return ((rows[0]?.made ?? 0) / elapsed) * 1000;
};

const measure = async (): Promise<Case> => {
  const raw = await rateOn(async (stage) => {
    const batches = await planned(stage);
    return () => byPlainSql(stage, batches);
  });
  const own = await rateOn(async (stage) => () => byServer(stage));
  return {
    name: `the first ${startsEach} runs of ${schedules.toLocaleString('en')} schedules`,
    unit: 'runs/s',
    figures: [
      { subject: 'carillon', value: own },
      { subject: 'plain SQL', value: raw, note: 'the same rows, made beforehand' },
    ],
    aims: [{ words: 'at least 0.8 of plain SQL', reached: own / raw, wanted: 0.8 }],
  };
};

export const benchmark: Benchmark = {
  about: 'planning and making runs, beside the same insert by plain SQL',
  run: async () => [await measure()],
};
