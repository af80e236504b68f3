import { testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

/** The plan of a statement with the optimiser's figures as they would be on a large table. */
const nodesOf = (plan: unknown): { type: string; index: string | undefined; table: string | undefined }[] => {
  if (typeof plan !== 'object' || plan === null) return [];
  const node = plan as Record<string, unknown>;
  const children = Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.flatMap(nodesOf) : typeof value === 'object' ? nodesOf(value) : [],
  );
  const type = node['Node Type'];
  if (typeof type !== 'string') return children;
  const text = (key: string): string | undefined => (typeof node[key] === 'string' ? node[key] : undefined);
  return [{ type, index: text('Index Name'), table: text('Relation Name') }, ...children];
};

const quietSchedules = 20_000;

test('finding due schedules reads the index of those that are due, not the table', async () => {
  await using app = await testApp();
  const nodes = await app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values ('00000000-0000-7000-8000-000000000001', ${now}, ${now}, 'f', '{}', '{}')`.execute(db);
    await sql`insert into deployment (id, created, updated, name, flow_id, paused, job_variables, parameters,
        enforce_parameter_schema, run_policy, tags, labels, status)
      values ('00000000-0000-7000-8000-000000000002', ${now}, ${now}, 'd', '00000000-0000-7000-8000-000000000001',
        false, '{}', '{}', true, '{}', '{}', '{}', 'READY')`.execute(db);
    await sql`insert into deployment_schedule (id, created, updated, deployment_id, schedule, active, parameters,
        refill_at, error_count, missed_count)
      select gen_random_uuid(), ${now}, ${now}, '00000000-0000-7000-8000-000000000002', '{}', true, '{}',
        ${now}::timestamptz + interval '1 hour' + i * interval '1 second', 0, 0
      from generate_series(1, ${quietSchedules}) i`.execute(db);
    await sql`analyze deployment_schedule`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': unknown }>`explain (format json)
      select s.id from deployment_schedule s join deployment d on d.id = s.deployment_id
      where s.refill_at <= ${now} and s.active and not d.paused
      order by s.refill_at, s.id limit 200 for update of s skip locked`.execute(db);
    return rows.flatMap((row) => nodesOf({ plan: row['QUERY PLAN'] }));
  });
  expect(nodes.map((node) => node.index)).toContain('deployment_schedule_refill_index');
  expect(nodes.some((node) => node.type === 'Seq Scan' && node.table === 'deployment_schedule')).toBe(false);
});
