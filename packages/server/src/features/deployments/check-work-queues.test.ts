import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { nobody, pool, state } from '../../../fixtures/deployments.ts';

test('queues with a filter take a deployment by tags and by id; those without one take none', async () => {
  await using app = await testApp();
  const { id: poolId } = await pool(app, 'p');
  const { deployment } = await state(app, { tags: ['a', 'b'] });
  const filters = {
    all: { tags: null, deploymentIds: null },
    empty: { tags: [], deploymentIds: [] },
    one: { tags: ['a'], deploymentIds: null },
    both: { tags: ['b', 'a'], deploymentIds: [deployment.id] },
    'other tag': { tags: ['a', 'c'], deploymentIds: null },
    'other id': { tags: ['a'], deploymentIds: [nobody] },
  };
  await app.run(async ({ db, now }) => {
    for (const [index, [name, filter]] of Object.entries(filters).entries())
      await db
        .insertInto('work_queue')
        .values({
          id: `0195f2a0-0000-7000-8000-00000000000${index}`,
          created: now,
          updated: now,
          work_pool_id: poolId,
          name,
          is_paused: false,
          priority: 10 + index,
          concurrency_limit: name === 'one' ? 3 : null,
          filter: filter as never,
          status: 'NOT_READY',
        })
        .execute();
  });
  const queues = await app.caller.deployments.workQueueCheck({ id: deployment.id });
  expect(queues.map(({ name, activeSlots }) => [name, activeSlots])).toEqual([
    ['all', null],
    ['both', null],
    ['empty', null],
    ['one', 0],
  ]);
  expect(queues[3]).toMatchObject({ workPoolName: 'p', filter: { tags: ['a'] }, priority: 12 });
  await expect(app.caller.deployments.workQueueCheck({ id: nobody })).rejects.toMatchObject({
    cause: { code: 'DEPLOYMENT_NOT_FOUND' },
  });
});
