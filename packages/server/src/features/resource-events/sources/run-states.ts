import { sql } from 'kysely';
import { firstIdAt } from '../../../database/id.ts';
import { always } from '../../../filters/condition.ts';
import { anyOf, column } from '../../../filters/criteria.ts';
import { type EventSource, listOf, preciseText, related, type Sql, uuidsIn } from './event-source.ts';

export const runPrefix = 'prefect.flow-run.';
/** Stays of a message what clients can do something with. */
const messageMax = sql.lit(100_000);
/** Of what follows closely, the order is told. */
const closely = sql`interval '5 minutes'`;
/** A state of a run that has one from the same instant is later than its id. */
const idAheadMs = 60_000;

/** What an event tells of a state, in `row`. */
const stateWords = (row: string): Sql => {
  const of = (name: string): Sql => sql.ref(`${row}.${name}`);
  return sql`case when ${of('id')} is not null then jsonb_strip_nulls(jsonb_build_object(
    'type', ${of('type')}, 'name', ${of('name')}, 'message', left(${of('message')}, ${messageMax}),
    'pause_reschedule', case when ${of('type')} = 'PAUSED'
      then coalesce(${of('state_details')}->>'pauseReschedule', 'false') end)) end`;
};

const tags = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'prefect.resource.id', 'prefect.tag.' || tag, 'prefect.resource.role', 'tag') order by tag), '[]')
  from (select distinct unnest(r.tags || f.tags || coalesce(d.tags, '{}') || coalesce(t.tags, '{}')) as tag) tags)`;

const creator = sql`
  case when r.created_by->>'type' in ('DEPLOYMENT', 'AUTOMATION') then jsonb_strip_nulls(jsonb_build_object(
    'prefect.resource.id', 'prefect.' || lower(r.created_by->>'type') || '.' || (r.created_by->>'id'),
    'prefect.resource.role', 'creator', 'prefect.resource.name', r.created_by->>'displayValue')) end`;

/** Every state of a flow run is an event, under the state's own id. */
export const runStates: EventSource = {
  tables: sql`
    flow_run_state s
    join flow_run r on r.id = s.flow_run_id
    join flow f on f.id = r.flow_id
    left join deployment d on d.id = r.deployment_id
    left join work_queue q on q.id = r.work_queue_id
    left join work_pool p on p.id = q.work_pool_id
    left join task_run t on t.id = r.parent_task_run_id
    left join lateral (
      select before.* from flow_run_state before
      where before.flow_run_id = s.flow_run_id and before.timestamp < s.timestamp
      order by before.timestamp desc
      limit 1
    ) previous on true`,
  id: sql`s.id`,
  told: always,
  columns: {
    occurred: sql`s.timestamp`,
    received: sql`s.timestamp`,
    event: sql`(${sql.lit(runPrefix)} || s.name)`,
    resource_id: sql`(${sql.lit(runPrefix)} || s.flow_run_id)`,
    resource: sql`jsonb_build_object(
      'prefect.resource.id', ${sql.lit(runPrefix)} || s.flow_run_id, 'prefect.resource.name', r.name,
      'prefect.run-count', r.run_count::text,
      'prefect.state-message', coalesce(left(s.message, ${messageMax}), ''), 'prefect.state-name', s.name,
      'prefect.state-timestamp', ${preciseText(sql`s.timestamp`)}, 'prefect.state-type', s.type)`,
    related: sql`(${listOf([
      related('flow', { id: sql`f.id`, name: sql`f.name` }),
      related('deployment', { id: sql`d.id`, name: sql`d.name` }),
      related('work-queue', { id: sql`q.id`, name: sql`q.name` }),
      related('work-pool', {
        id: sql`p.id`,
        name: sql`p.name`,
        more: sql`jsonb_build_object('prefect.work-pool.type', p.type)`,
      }),
      related('task-run', { id: sql`t.id`, name: sql`t.name` }),
    ])} || ${tags} || ${listOf([creator])})`,
    payload: sql`jsonb_build_object(
      'intended', jsonb_build_object('from', previous.type, 'to', s.type),
      'initial_state', ${stateWords('previous')}, 'validated_state', ${stateWords('s')})`,
    follows: sql`(case when s.timestamp - previous.timestamp < ${closely} then previous.id end)`,
  },
  prefixes: [runPrefix],
  order: [{ key: sql`s.id`, type: 'uuid' }],
  within: (since, until) =>
    sql`(s.id >= ${firstIdAt(new Date(Date.parse(since) - idAheadMs))}::uuid
      and s.id < ${firstIdAt(new Date(Date.parse(until) + 1000))}::uuid)`,
  narrowed: (ids, who) => {
    const runs = uuidsIn(ids, runPrefix);
    // No flow run is involved in what becomes of another.
    return who === 'resource' || runs.length === ids.length
      ? anyOf(column('s.flow_run_id', 'uuid'), runs)
      : null;
  },
};
