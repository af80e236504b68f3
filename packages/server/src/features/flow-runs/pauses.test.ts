import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from './expire-leases.ts';
import { expirePauses } from './expire-pauses.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const running = async (app: TestApp, more: Parameters<typeof deploy>[1] = {}) => {
  const { deploymentId } = await deploy(app, more);
  await app.caller.deployments.createRun({ id: deploymentId });
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const { id } = runs[0]?.run ?? { id: '' };
  const leaseToken = runs[0]?.leaseToken ?? 0;
  await app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'RUNNING' } });
  return { id, leaseToken, deploymentId };
};

type Details = { pauseReschedule?: boolean; runInputKeyset?: Record<string, string>; pauseTimeout?: Date };

const pause = (app: TestApp, { id, leaseToken }: { id: string; leaseToken: number }, details: Details = {}) =>
  app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'PAUSED', stateDetails: details } });

const stateNames = async (app: TestApp, id: string) =>
  (await app.caller.flowRuns.states({ id })).map(({ name }) => name);

describe('a paused run', () => {
  test('keeps its lease while its process waits, and goes on under it', async () => {
    await using app = await testApp();
    const run = await running(app);
    await pause(app, run);
    const { id, leaseToken } = run;
    expect(await app.caller.flowRuns.renewLeases({ leases: [{ id, leaseToken }] })).toMatchObject({
      lost: [],
    });
    expect(await app.caller.flowRuns.resume({ id: run.id })).toMatchObject({
      status: 'ACCEPT',
      state: { name: 'Running' },
    });
    expect(
      await app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'COMPLETED' } }),
    ).toMatchObject({ status: 'ACCEPT' });
    expect((await app.caller.flowRuns.read({ id: run.id })).runCount).toBe(1);
  });

  test('has crashed when its process is lost', async () => {
    await using app = await testApp();
    const run = await running(app, { runPolicy: { retries: 1 } });
    await pause(app, run);
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    expect((await stateNames(app, run.id)).slice(-3)).toEqual(['Paused', 'Crashed', 'AwaitingRetry']);
  });

  test('that was suspended has no lease, and is resumed by any runner', async () => {
    await using app = await testApp();
    const run = await running(app);
    await pause(app, run, { pauseReschedule: true });
    expect((await app.caller.flowRuns.read({ id: run.id })).leaseExpiresAt).toBeNull();
    expect(await app.caller.flowRuns.resume({ id: run.id })).toMatchObject({ state: { name: 'Resuming' } });
    const { runs } = await app.caller.flowRuns.claim({
      runner,
      deploymentIds: [run.deploymentId],
      limit: 1,
    });
    expect(runs.map((claimed) => claimed.run.id)).toEqual([run.id]);
  });

  test('fails when nobody resumes it in time, and not before', async () => {
    await using app = await testApp();
    const run = await running(app);
    await pause(app, run, { pauseTimeout: new Date(app.clock.now().getTime() + 60_000) });
    app.clock.advance(60_000);
    expect(await expirePauses(app.services)).toEqual({ runs: 0, full: false });
    app.clock.advance(1);
    expect(await expirePauses(app.services)).toEqual({ runs: 1, full: false });
    expect((await app.caller.flowRuns.read({ id: run.id })).state).toMatchObject({
      name: 'Failed',
      message: 'The flow was paused and never resumed.',
    });
  });

  test('alone can be resumed', async () => {
    await using app = await testApp();
    const { id } = await running(app);
    expect(await app.caller.flowRuns.resume({ id })).toEqual({
      state: null,
      status: 'ABORT',
      details: { type: 'abort_details', reason: 'Cannot resume a flow run that is not paused.' },
    });
  });
});

describe('a run that asks for input', () => {
  const keyset = { schema: 'ask-schema', response: 'ask-response' };
  const schema = { type: 'object', properties: { rows: { type: 'integer' } }, required: ['rows'] };

  const asking = async (app: TestApp, text = JSON.stringify(schema)) => {
    const run = await running(app);
    await pause(app, run, { runInputKeyset: keyset });
    if (text !== '')
      await app.caller.flowRuns.inputs.create({ flowRunId: run.id, key: keyset.schema, value: text });
    return run;
  };
  const given = (app: TestApp, flowRunId: string) =>
    app.caller.flowRuns.inputs.read({ flowRunId, key: keyset.response });

  test('goes on with what it is given, filled in and checked', async () => {
    await using app = await testApp();
    await app.caller.variables.create({ name: 'rows', value: 7 });
    const { id } = await asking(app);
    const runInput = { rows: { __prefect_kind: 'workspace_variable', variable_name: 'rows' } };
    expect(await app.caller.flowRuns.resume({ id, runInput })).toMatchObject({ status: 'ACCEPT' });
    expect(JSON.parse((await given(app, id)).value)).toEqual({ rows: 7 });
  });

  test.for([
    [{ rows: 'many' }, /^rows: expected integer/],
    [{}, /^rows: is required/],
    [{ rows: { __prefect_kind: 'workspace_variable', variable_name: 'none' } }, /^Error hydrating run input/],
    [{ rows: { __prefect_kind: 'jinja', template: '{{ 1 }}' } }, /^Error hydrating run input: Jinja/],
  ] as const)('stays paused when it is given %j, and says why', async ([runInput, reason]) => {
    await using app = await testApp();
    const { id } = await asking(app);
    const answer = await app.caller.flowRuns.resume({ id, runInput });
    expect(answer).toMatchObject({ status: 'REJECT', state: { name: 'Paused' } });
    expect('reason' in answer.details && answer.details.reason).toMatch(reason);
    await expect(given(app, id)).rejects.toThrow(/has no input/);
  });

  test.for([
    ['', 'Run input schema not found.'],
    ['{', 'Run input schema is not valid JSON.'],
  ] as const)('without a usable schema (%j) cannot be answered', async ([text, reason]) => {
    await using app = await testApp();
    const { id } = await asking(app, text);
    expect(await app.caller.flowRuns.resume({ id, runInput: { rows: 1 } })).toMatchObject({
      status: 'REJECT',
      details: { reason },
    });
  });

  test('begins anew with the next pause under the same keys', async () => {
    await using app = await testApp();
    const run = await asking(app);
    await app.caller.flowRuns.resume({ id: run.id, runInput: { rows: 1 } });
    await pause(app, run, { runInputKeyset: keyset });
    await expect(given(app, run.id)).rejects.toThrow(/has no input/);
  });
});

describe('inputs of a run', () => {
  test('are kept, found by the beginning of their key, and removed', async () => {
    await using app = await testApp();
    const { id: flowRunId } = await running(app);
    const { inputs } = app.caller.flowRuns;
    for (const key of ['a-1', 'a-2', 'b-1', ''])
      await inputs.create({ flowRunId, key, value: key, sender: 'me' });
    const found = async (more: { prefix?: string; excludeKeys?: string[]; limit?: number }) =>
      (await inputs.list({ flowRunId, ...more })).map(({ key }) => key);
    expect(await found({})).toEqual(['a-1', 'a-2', 'b-1', '']);
    expect(await found({ prefix: 'a', excludeKeys: ['a-1'] })).toEqual(['a-2']);
    expect(await found({ prefix: 'a', limit: 1 })).toEqual(['a-1']);
    expect(await found({ prefix: '%' })).toEqual([]);
    await inputs.delete({ flowRunId, key: 'a-1' });
    await expect(inputs.delete({ flowRunId, key: 'a-1' })).rejects.toThrow(/has no input "a-1"/);
    await expect(inputs.create({ flowRunId, key: 'A_1', value: '' })).rejects.toThrow(/lower case letters/);
  });

  test('are kept once, and never over another value', async () => {
    await using app = await testApp();
    const { id: flowRunId } = await running(app);
    const { inputs } = app.caller.flowRuns;
    const input = { flowRunId, key: 'k', value: 'v' };
    expect((await inputs.create(input)).created).toBe(true);
    expect((await inputs.create(input)).created).toBe(false);
    await expect(inputs.create({ ...input, value: 'w' })).rejects.toMatchObject({
      cause: { code: 'NAME_TAKEN' },
    });
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(inputs.create({ ...input, flowRunId: nobody })).rejects.toThrow(/There is no flow run/);
  });
});
