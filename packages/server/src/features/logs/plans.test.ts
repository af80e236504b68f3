import { flowRunId, type LogFilter, taskRunId } from '@carillon/core';
import { explain, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { writeCursor } from '../../filters/cursor.ts';
import { logsMatching } from '../../filters/links.ts';
import { logOrders } from '../../filters/order.ts';
import { readIdsAfter } from '../../filters/read-ids.ts';

const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

let app: TestApp;

/** A thousand lines of each of a hundred runs, every tenth of a task. */
beforeAll(async () => {
  app = await testApp({ config: { statementTimeoutSeconds: 120 } });
  await app.run(async ({ db, now }) => {
    await sql`insert into log (id, created, name, level, message, timestamp, flow_run_id, task_run_id)
      select gen_random_uuid(), ${now}::timestamptz, 'flow', 20, 'line ' || i, ${now}::timestamptz + i * interval '1 second',
        ('00000000-0000-7000-8000-' || lpad((i % 100)::text, 12, '0'))::uuid,
        case when i % 10 = 0 then ('00000000-0000-7000-8000-' || lpad((i % 500)::text, 12, '0'))::uuid end
      from generate_series(1, 100000) i`.execute(db);
  });
  await app.read(({ db }) => sql`analyze log`.execute(db));
  return () => app[Symbol.asyncDispose]();
});

const half = new Date('2026-01-05T14:00:00Z');

const indexOf = (logs: LogFilter | null, index: string) =>
  app.read(async ({ db }) => {
    for (const [sort, order] of Object.entries(logOrders)) {
      const middle = writeCursor(`log ${sort}`, { key: half, id: idOf(1) });
      for (const cursor of [null, middle]) {
        const page = {
          table: 'log',
          where: logsMatching({ logs }),
          order,
          sort,
          limit: 200,
          cursor,
        } as const;
        const nodes = await explain(db, (explained) => readIdsAfter(explained, page));
        expect(nodes.map((node) => node.index)).toContain(index);
        expect(nodes.filter(({ type }) => type === 'Seq Scan')).toEqual([]);
      }
    }
  });

test('the lines of a run are read from its index, either way, from the first or from any', () =>
  indexOf({ operator: 'and', flowRunId: { any: [flowRunId.parse(idOf(7))] } }, 'log_flow_run_index'));

test('so are those of a task run', () =>
  indexOf({ operator: 'and', taskRunId: { any: [taskRunId.parse(idOf(10))] } }, 'log_task_run_index'));

test('all lines are read in the order of their time', () => indexOf(null, 'log_timestamp_index'));
