import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { nobody, state } from '../../../fixtures/deployments.ts';

test('a deployment is read by its id, or by both names as they are written', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { name: 'Ünïcode a.b:c+d?#' });
  expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  const names = { flowName: 'report', name: 'Ünïcode a.b:c+d?#' };
  expect(await app.caller.deployments.readByName(names)).toEqual(deployment);
  for (const wrong of [
    { ...names, flowName: 'Report' },
    { ...names, name: names.name.toLowerCase() },
  ])
    await expect(app.caller.deployments.readByName(wrong)).rejects.toMatchObject({
      cause: { code: 'DEPLOYMENT_NOT_FOUND', data: { name: `${wrong.flowName}/${wrong.name}` } },
    });
  await expect(app.caller.deployments.read({ id: nobody })).rejects.toMatchObject({
    cause: { code: 'DEPLOYMENT_NOT_FOUND' },
  });
});
