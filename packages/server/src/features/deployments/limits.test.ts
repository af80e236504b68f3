import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { state } from '../../../fixtures/deployments.ts';
import { newId } from '../../database/id.ts';

const sharedLimit = async (app: TestApp, name = 'shared'): Promise<string> => {
  const id = newId(app.clock.now());
  await app.run(({ db, now }) =>
    db
      .insertInto('concurrency_limit')
      .values({
        id,
        created: now,
        updated: now,
        name,
        limit: 7,
        active: true,
        slot_decay_per_second: 0,
        manual_slots: 0,
      })
      .execute(),
  );
  return id;
};

const limits = (app: TestApp) =>
  app.read(({ db }) =>
    db
      .selectFrom('concurrency_limit')
      .select(['name', 'limit', 'owner_deployment_id'])
      .orderBy('name')
      .execute(),
  );

test("a deployment's own limit has its name, is resized in place, and is one that the deployment shows", async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { concurrencyLimit: 3 });
  const name = `deployment:${deployment.id}`;
  expect(deployment.globalConcurrencyLimit).toMatchObject({
    name,
    limit: 3,
    active: true,
    activeSlots: 0,
    slotDecayPerSecond: 0,
  });
  const { deployment: resized, changes } = await state(app, { concurrencyLimit: 5 });
  expect(changes.fields).toEqual(['concurrencyLimit']);
  expect(resized.globalConcurrencyLimit).toMatchObject({
    id: deployment.globalConcurrencyLimit?.id,
    limit: 5,
  });
  expect(await limits(app)).toEqual([{ name, limit: 5, owner_deployment_id: deployment.id }]);
});

test('a limit stays when a request says nothing of it, and goes with null', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { concurrencyLimit: 3 });
  expect((await state(app)).deployment.globalConcurrencyLimit?.limit).toBe(3);
  await app.caller.deployments.update({ id: deployment.id, description: 'x' });
  expect(await limits(app)).toHaveLength(1);
  expect((await state(app, { concurrencyLimit: null })).deployment.globalConcurrencyLimit).toBeNull();
  expect(await limits(app)).toEqual([]);
  expect((await state(app, { concurrencyLimit: 2 })).deployment.globalConcurrencyLimit?.limit).toBe(2);
});

test('a shared limit is linked and unlinked, never resized and never deleted', async () => {
  await using app = await testApp();
  const id = await sharedLimit(app);
  const untouched = { name: 'shared', limit: 7, owner_deployment_id: null };
  const { deployment } = await state(app, { globalConcurrencyLimitId: id });
  expect(deployment.globalConcurrencyLimit).toMatchObject({ id, limit: 7 });
  const own = await state(app, { concurrencyLimit: 2 });
  expect(own.deployment.globalConcurrencyLimit).toMatchObject({
    name: `deployment:${deployment.id}`,
    limit: 2,
  });
  expect(await limits(app)).toContainEqual(untouched);
  const back = await state(app, { globalConcurrencyLimitId: id });
  expect(back.deployment.globalConcurrencyLimit?.id).toBe(id);
  expect(await limits(app)).toEqual([untouched]);
  await app.caller.deployments.update({ id: deployment.id, concurrencyLimit: null });
  expect((await app.caller.deployments.read({ id: deployment.id })).globalConcurrencyLimit).toBeNull();
  await app.caller.deployments.update({ id: deployment.id, globalConcurrencyLimitId: id });
  await app.caller.deployments.update({ id: deployment.id, globalConcurrencyLimitId: null });
  expect((await app.caller.deployments.read({ id: deployment.id })).globalConcurrencyLimit).toBeNull();
  await app.caller.deployments.update({ id: deployment.id, globalConcurrencyLimitId: id });
  await app.caller.deployments.delete({ id: deployment.id });
  expect(await limits(app)).toEqual([untouched]);
});

test('an own limit goes with its deployment', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { concurrencyLimit: 3 });
  await app.caller.deployments.delete({ id: deployment.id });
  expect(await limits(app)).toEqual([]);
});

test('a limit that has the name already becomes the own one', async () => {
  await using app = await testApp();
  const { deployment } = await state(app);
  const id = await sharedLimit(app, `deployment:${deployment.id}`);
  expect((await state(app, { concurrencyLimit: 3 })).deployment.globalConcurrencyLimit).toMatchObject({
    id,
    limit: 3,
  });
});
