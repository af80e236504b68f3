import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const absent = '00000000-0000-7000-8000-00000000dead';
const notFound = { cause: { code: 'FLOW_RUN_NOT_FOUND', data: { id: absent } } };

const run = async (app: TestApp) => {
  const { flow } = await app.caller.flows.create({ name: 'report' });
  return (await app.caller.flowRuns.create({ flowId: flow.id, name: 'mine', tags: ['a'], flowVersion: 'v1' }))
    .run;
};

describe('an update of a run', () => {
  test('changes what it names, and nothing else', async () => {
    await using app = await testApp();
    const made = await run(app);
    app.clock.advance(1000);
    await app.caller.flowRuns.update({
      id: made.id,
      name: 'other',
      flowVersion: null,
      parameters: { a: 1 },
      empiricalPolicy: { retries: 1 },
      tags: ['b'],
      infrastructurePid: '4123',
    });
    const changed = await app.caller.flowRuns.read({ id: made.id });
    expect(changed).toEqual({
      ...made,
      updated: app.clock.now(),
      name: 'other',
      flowVersion: null,
      parameters: { a: 1 },
      empiricalPolicy: { ...made.empiricalPolicy, retries: 1 },
      tags: ['b'],
      infrastructurePid: '4123',
      estimatedStartTimeDelta: 1,
    });
    await app.caller.flowRuns.update({ id: made.id });
    expect(await app.caller.flowRuns.read({ id: made.id })).toEqual(changed);
  });

  test('gives a name where it takes one away', async () => {
    await using app = await testApp();
    const { id } = await run(app);
    for (const name of [null, '']) {
      await app.caller.flowRuns.update({ id, name });
      expect((await app.caller.flowRuns.read({ id })).name).toMatch(/^[a-z]+-[a-z]+$/);
    }
  });

  test('changes job variables only while the run waits for its start, and checks them', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({
      name: 'docker',
      baseJobTemplate: {
        job_configuration: { command: '{{ command }}' },
        variables: { properties: { command: { type: 'string' } }, required: ['command'] },
      },
    });
    const { deploymentId } = await deploy(app, { workPoolName: 'docker', jobVariables: { command: 'a' } });
    const { run: made } = await app.caller.deployments.createRun({ id: deploymentId });
    const update = (jobVariables: Record<string, string | number>) =>
      app.caller.flowRuns.update({ id: made.id, jobVariables });
    await update({ command: 'b' });
    expect((await app.caller.flowRuns.read({ id: made.id })).jobVariables).toEqual({ command: 'b' });
    await expect(update({ command: 1 })).rejects.toMatchObject({ cause: { code: 'JOB_VARIABLES_INVALID' } });
    await app.caller.flowRuns.setState({ id: made.id, state: { type: 'RUNNING' } });
    await expect(update({ command: 'c' })).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_FIXED', data: { id: made.id, state: 'RUNNING' } },
    });
  });

  test('of an unknown run is refused', async () => {
    await using app = await testApp();
    await expect(app.caller.flowRuns.update({ id: absent, tags: [] })).rejects.toMatchObject(notFound);
    await expect(app.caller.flowRuns.read({ id: absent })).rejects.toMatchObject(notFound);
    await expect(app.caller.flowRuns.delete({ id: absent })).rejects.toMatchObject(notFound);
    expect(await app.caller.flowRuns.states({ id: absent })).toEqual([]);
  });
});

test('a deleted run is gone, with its history', async () => {
  await using app = await testApp();
  const { id } = await run(app);
  await app.caller.flowRuns.setState({ id, state: { type: 'RUNNING' } });
  await app.caller.flowRuns.delete({ id });
  await expect(app.caller.flowRuns.read({ id })).rejects.toMatchObject({
    cause: { code: 'FLOW_RUN_NOT_FOUND' },
  });
  expect(await app.caller.flowRuns.states({ id })).toEqual([]);
  expect(await app.read(({ db }) => db.selectFrom('flow_run_state').select('id').execute())).toEqual([]);
});
