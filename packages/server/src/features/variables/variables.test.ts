import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const absent = '00000000-0000-7000-8000-00000000dead';
const notFound = (name: string) => ({ cause: { code: 'VARIABLE_NOT_FOUND', data: { name } } });
const invalid = (...paths: (string | number)[][]) => ({
  cause: { code: 'INPUT_INVALID', data: { issues: paths.map((path) => expect.objectContaining({ path })) } },
});

const names = async (app: TestApp, input: Parameters<TestApp['caller']['variables']['list']>[0] = {}) =>
  (await app.caller.variables.list(input)).results.map(({ name }) => name);

describe('a variable', () => {
  test.each([
    ['text', 'hello'],
    ['text that looks like JSON', '{"a": 1}'],
    ['a number', 42.5],
    ['false', false],
    ['null', null],
    ['a list', [1, 'two', [3, null], { four: 4 }]],
    ['an object', { camelCase: { snake_case: [] }, 'with space': '' }],
  ])('keeps %s as it is', async (_, value) => {
    await using app = await testApp();
    const now = app.clock.now();
    const made = await app.caller.variables.create({ name: 'x', value, tags: ['b', 'a', 'b'] });
    expect(made).toEqual({
      id: made.id,
      created: now,
      updated: now,
      name: 'x',
      value,
      tags: ['b', 'a', 'b'],
    });
    expect(await app.caller.variables.read({ id: made.id })).toEqual(made);
    expect(await app.caller.variables.readByName({ name: 'x' })).toEqual(made);
  });

  test.each(['', 'Upper', 'has space', 'has/slash', 'ünicode', 'x'.repeat(256)].map((name) => ({ name })))(
    'cannot be called $name',
    async ({ name }) => {
      await using app = await testApp();
      await expect(app.caller.variables.create({ name, value: 1 })).rejects.toMatchObject(invalid(['name']));
      const { id } = await app.caller.variables.create({ name: 'x', value: 1 });
      await expect(app.caller.variables.update({ id, name })).rejects.toMatchObject(invalid(['name']));
    },
  );

  test('may be as large as 5000 bytes of JSON, and no larger', async () => {
    await using app = await testApp();
    const { id } = await app.caller.variables.create({ name: 'long', value: 'x'.repeat(4998) });
    for (const value of ['x'.repeat(4999), 'ä'.repeat(2500)]) {
      await expect(app.caller.variables.create({ name: 'longer', value })).rejects.toMatchObject(
        invalid(['value']),
      );
      await expect(app.caller.variables.update({ id, value })).rejects.toMatchObject(invalid(['value']));
    }
  });

  test('is made once for its name, by many at once too', async () => {
    await using app = await testApp();
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, (_, value) => app.caller.variables.create({ name: 'x', value })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(app.caller.variables.create({ name: 'x', value: 1 })).rejects.toMatchObject({
      cause: { code: 'NAME_TAKEN', data: { noun: 'variable', name: 'x' } },
    });
  });

  test('changes what is named, and nothing when nothing is', async () => {
    await using app = await testApp();
    const made = await app.caller.variables.create({ name: 'x', value: 1, tags: ['a'] });
    const { id } = made;
    app.clock.advance(1000);
    await app.caller.variables.update({ id });
    expect(await app.caller.variables.read({ id })).toEqual(made);
    await app.caller.variables.update({ id, value: null });
    expect(await app.caller.variables.read({ id })).toEqual({
      ...made,
      value: null,
      updated: app.clock.now(),
    });
    await app.caller.variables.update({ id, name: 'y', tags: [] });
    expect(await app.caller.variables.readByName({ name: 'y' })).toMatchObject({ id, tags: [] });
  });

  test('cannot take the name of another', async () => {
    await using app = await testApp();
    await app.caller.variables.create({ name: 'x', value: 1 });
    const { id } = await app.caller.variables.create({ name: 'y', value: 2 });
    await expect(app.caller.variables.update({ id, name: 'x' })).rejects.toMatchObject({
      cause: { code: 'NAME_TAKEN' },
    });
    await app.caller.variables.update({ id, name: 'y' });
  });

  test('is gone once it is deleted', async () => {
    await using app = await testApp();
    const { id } = await app.caller.variables.create({ name: 'x', value: 1 });
    await app.caller.variables.delete({ id });
    await expect(app.caller.variables.delete({ id })).rejects.toMatchObject(notFound(id));
    await expect(app.caller.variables.read({ id })).rejects.toMatchObject(notFound(id));
    await expect(app.caller.variables.readByName({ name: 'x' })).rejects.toMatchObject(notFound('x'));
    await expect(app.caller.variables.update({ id: absent, value: 1 })).rejects.toMatchObject(
      notFound(absent),
    );
  });
});

describe('variables', () => {
  const seed = async (app: TestApp): Promise<string[]> => {
    const ids: string[] = [];
    for (const [name, tags] of [
      ['beta', ['t', 'u']],
      ['alpha', ['t']],
      ['gamma', []],
    ] as const) {
      ids.push((await app.caller.variables.create({ name, value: 1, tags: [...tags] })).id);
      app.clock.advance(1000);
    }
    return ids;
  };

  test('are listed by name or by time, page after page', async () => {
    await using app = await testApp();
    const [first = ''] = await seed(app);
    await app.caller.variables.update({ id: first, value: 2 });
    expect(await names(app)).toEqual(['alpha', 'beta', 'gamma']);
    expect(await names(app, { sort: 'NAME_DESC' })).toEqual(['gamma', 'beta', 'alpha']);
    expect(await names(app, { sort: 'CREATED_DESC' })).toEqual(['gamma', 'alpha', 'beta']);
    expect(await names(app, { sort: 'UPDATED_DESC' })).toEqual(['beta', 'gamma', 'alpha']);
    expect(await names(app, { limit: 1, offset: 1 })).toEqual(['beta']);
    const { nextCursor } = await app.caller.variables.list({ limit: 2 });
    expect(await names(app, { limit: 2, cursor: nextCursor })).toEqual(['gamma']);
  });

  test.each([
    [{}, ['alpha', 'beta', 'gamma']],
    [{ name: { any: ['alpha', 'missing'] } }, ['alpha']],
    [{ name: { like: 'AL%A' } }, ['alpha']],
    [{ name: { like: '_ET' } }, ['beta']],
    [{ tags: { all: ['t'] } }, ['alpha', 'beta']],
    [{ tags: { all: ['t', 'u'] } }, ['beta']],
    [{ tags: { isNull: true } }, ['gamma']],
    [{ tags: { isNull: false } }, ['alpha', 'beta']],
    [{ operator: 'or' as const, name: { any: ['gamma'] }, tags: { all: ['u'] } }, ['beta', 'gamma']],
    [{ id: { any: [] } }, []],
  ])('that match %j are %j', async (variables, expected) => {
    await using app = await testApp();
    await seed(app);
    expect(await names(app, { variables })).toEqual(expected);
    expect(await app.caller.variables.count({ variables })).toBe(expected.length);
  });
});

describe('a template of a variable', () => {
  const template = (name: string) => ({ __prefect_kind: 'workspace_variable', variable_name: name });

  const runWith = async (
    app: TestApp,
    parameters: Parameters<typeof app.caller.deployments.createRun>[0]['parameters'],
  ) => {
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const { deployment } = await app.caller.deployments.create({ flowId: flow.id, name: 'daily' });
    return app.caller.deployments.createRun({ id: deployment.id, parameters });
  };

  test('becomes its value as it is when the run is made, of whatever kind it is', async () => {
    await using app = await testApp();
    const { id } = await app.caller.variables.create({
      name: 'region',
      value: { code: 'eu', rank: [1, null] },
    });
    await app.caller.variables.create({ name: 'nothing', value: null });
    const { run } = await runWith(app, {
      where: template('region'),
      list: [template('region'), 2],
      none: template('nothing'),
    });
    await app.caller.variables.update({ id, value: 'us' });
    const value = { code: 'eu', rank: [1, null] };
    expect((await app.caller.flowRuns.read({ id: run.id })).parameters).toEqual({
      where: value,
      list: [value, 2],
      none: null,
    });
  });

  test('that is not there refuses the run, and names it', async () => {
    await using app = await testApp();
    await expect(runWith(app, { where: template('region') })).rejects.toMatchObject({
      cause: {
        code: 'PARAMETERS_NOT_HYDRATED',
        data: { reason: 'there is no variable "region"' },
      },
    });
  });
});
