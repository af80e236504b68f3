import { type SqlBool, sql } from 'kysely';
import { anyOf, column } from '../../../filters/criteria.ts';
import { type EventSource, listOf, related, type Sql, uuidsIn } from './event-source.ts';

/** What something became of, and that itself. */
const subject = sql`(case split_part(e.kind, '.', 1) when 'deployment' then 'deployment'
  when 'work-queue' then 'work-queue' else 'work-pool' end)`;
const named = sql`(e.detail->(case split_part(e.kind, '.', 1) when 'deployment' then 'deployment'
  when 'work-queue' then 'workQueue' else 'workPool' end))`;

const part = (name: string): { id: Sql; name: Sql } => {
  const detail = sql`e.detail->${sql.lit(name)}`;
  return { id: sql`(${detail}->>'id')`, name: sql`${detail}->>'name'` };
};

const poolType = sql`jsonb_build_object('prefect.work-pool.type', p.type)`;

/** A pause is a change like others. Of a limit that is the deployment's own alone nothing is told. */
const updates = sql`
  select coalesce(jsonb_object_agg(field, jsonb_build_object('from', change->'from', 'to', change->'to')), '{}') as updates
  from (
    select change, case change->>'field' when 'jobVariables' then 'infra_overrides'
      when 'globalConcurrencyLimitId' then 'concurrency_limit_id'
      else lower(regexp_replace(change->>'field', '([A-Z])', '_\\1', 'g')) end as field
    from jsonb_array_elements(case e.kind
      when 'deployment.updated' then e.detail->'changes'
      when 'deployment.paused' then '[{"field": "paused", "from": false, "to": true}]'
      when 'deployment.resumed' then '[{"field": "paused", "from": true, "to": false}]'
      else '[]' end) change
    where change->>'field' <> 'concurrencyLimit'
  ) changes`;

/** What became of deployments, pools and queues. Changes of schedules alone are no events to Prefect's clients. */
export const recorded: EventSource = {
  tables: sql`
    event e
    left join work_pool p on p.id = (e.detail->'workPool'->>'id')::uuid
    cross join lateral (${updates}) changed`,
  id: sql`e.id`,
  told: sql<SqlBool>`(e.kind <> 'deployment.schedules' and (e.kind <> 'deployment.updated' or changed.updates <> '{}'))`,
  columns: {
    occurred: sql`e.at`,
    received: sql`e.at`,
    event: sql`('prefect.' || ${subject} || '.' || case
      when e.kind like '%.status' then lower(replace(e.detail->>'status', '_', '-'))
      when e.kind in ('deployment.paused', 'deployment.resumed') then 'updated'
      else split_part(e.kind, '.', 2) end)`,
    resource_id: sql`('prefect.' || ${subject} || '.' || e.subject_id)`,
    resource: sql`jsonb_strip_nulls(jsonb_build_object(
      'prefect.resource.id', 'prefect.' || ${subject} || '.' || e.subject_id,
      'prefect.resource.name', ${named}->>'name',
      'prefect.resource.role', case ${subject} when 'work-queue' then 'work-queue' end,
      'prefect.work-pool.type', case ${subject} when 'work-pool' then p.type end))`,
    related: listOf([
      related('flow', part('flow')),
      sql`case ${subject} when 'deployment' then ${related('work-queue', part('workQueue'))} end`,
      sql`case when ${subject} <> 'work-pool' then ${related('work-pool', { ...part('workPool'), more: poolType })} end`,
    ]),
    payload: sql`(case when changed.updates <> '{}' then jsonb_build_object(
      'updated_fields', (select jsonb_agg(field) from jsonb_object_keys(changed.updates) field),
      'updates', changed.updates) else '{}' end)`,
    follows: sql`null::uuid`,
  },
  prefixes: ['prefect.deployment.', 'prefect.work-pool.', 'prefect.work-queue.'],
  order: [
    { key: sql`e.at`, type: 'timestamptz' },
    { key: sql`e.id`, type: 'uuid' },
  ],
  within: (since, until) => sql`(e.at >= ${since}::timestamptz and e.at <= ${until}::timestamptz)`,
  narrowed: (ids, who) => {
    if (who === 'anyone') return null;
    const kinds = ['prefect.deployment.', 'prefect.work-pool.', 'prefect.work-queue.'];
    return anyOf(
      column('e.subject_id', 'uuid'),
      kinds.flatMap((prefix) => uuidsIn(ids, prefix)),
    );
  },
};
