import { explain, type PlanNode, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { seedManySchedules } from '../../../../fixtures/many-schedules.ts';
import { findQueue } from './find-queue.ts';
import { readNextStart } from './read-next-start.ts';

const indexes = (nodes: PlanNode[]): (string | null)[] => nodes.map((node) => node.index);

test('the next start of a deployment is one probe of what is due, and a queue is found by name', async () => {
  await using app = await testApp();
  await seedManySchedules(app);
  const { db, now } = await app.read(async (context) => context);
  const { id: deploymentId } = await db.selectFrom('deployment').select('id').executeTakeFirstOrThrow();
  const nextStart = await explain(db, (explained) => readNextStart(explained, { deploymentId, now }));
  expect(indexes(nextStart)).toContain('flow_run_due_index');
  expect(nextStart.filter(({ type }) => type === 'Seq Scan')).toEqual([]);
  const queue = await explain(db, (explained) => findQueue(explained, { pool: 'p', queue: 'q' }));
  expect(indexes(queue)).toContain('work_pool_name_unique');
});
