import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const json = { 'content-type': 'application/json' };

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

describe('a path', () => {
  test('is found with a slash at its end and without, and with an id in any spelling of a UUID', async () => {
    await using app = await testApp();
    const api = `${await app.listen()}/api`;
    const made = await post(`${api}/flows/`, { name: 'report' });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect((await post(`${api}/flows`, { name: 'report' })).status).toBe(200);
    for (const spelling of [id, id.toUpperCase(), id.replaceAll('-', '')])
      expect((await fetch(`${api}/flows/${spelling}`)).status).toBe(200);
  });

  test('is not found with anything else in an id’s place, and refuses a method that it does not have', async () => {
    await using app = await testApp();
    const api = `${await app.listen()}/api`;
    expect((await fetch(`${api}/flows/not-a-uuid`)).status).toBe(404);
    expect((await fetch(`${api}/flows/name/%00`)).status).toBe(404);
    expect((await post(`${api}/health`, {})).status).toBe(405);
  });
});

describe('a request that does not validate', () => {
  test.each<[string, unknown, string]>([
    ['/flows', { name: 'a/b' }, 'name: must not contain any of / % & > <'],
    ['/flows', { name: 'a', surprise: 1 }, 'surprise: is not known here'],
    ['/flows', { name: 'a', createdBy: null }, 'createdBy: is not known here'],
    ['/flows/filter', { flows: { name: { any: ['a'] } } }, 'flows.name.any: is not known here'],
    ['/flows/filter', { flows: { id: { any_: ['x'] } } }, 'flows.id.any_.0: must be a UUID'],
    ['/flows/filter', { flows: { operator: 'or' } }, 'flows.operator: '],
    ['/flows/filter', { limit: 201 }, 'limit: must be less than or equal to 200'],
    [
      '/flows/filter',
      { flow_runs: { start_time: { after_: 'x' } } },
      'flow_runs.start_time.after_: must be an ISO',
    ],
    ['/deployments', { name: 'a' }, 'flow_id: '],
    // What only the use case sees is told in the same spelling.
    ['/work_pools', { name: 'a', base_job_template: { variables: {} } }, 'base_job_template: '],
  ])('%s %j names the field as it was sent', async (path, body, detail) => {
    await using app = await testApp();
    const answer = await post(`${await app.listen()}/api${path}`, body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      detail: expect.stringContaining(detail),
      exception_message: 'Invalid request received.',
      request_body: body,
    });
  });

  test.each([
    ['is no JSON', '{"name": '],
    ['is missing', ''],
  ])('says so when its body %s', async (words, body) => {
    await using app = await testApp();
    const answer = await fetch(`${await app.listen()}/api/flows`, { method: 'POST', headers: json, body });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(words) });
  });

  test('is too large, or too deep', async () => {
    await using app = await testApp();
    const api = `${await app.listen()}/api`;
    expect((await post(`${api}/flows`, { name: 'x'.repeat(1_100_000) })).status).toBe(413);
    const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
    const answer = await fetch(`${api}/flows`, { method: 'POST', headers: json, body: deep });
    expect(answer.status).toBe(413);
  });
});

test('a body may be missing where all of its members may, and null is as good as missing', async () => {
  await using app = await testApp();
  const api = `${await app.listen()}/api`;
  expect(await (await fetch(`${api}/flows/filter`, { method: 'POST' })).json()).toEqual([]);
  expect(await (await post(`${api}/flows/filter`, { flows: null, limit: null, later: 1 })).json()).toEqual(
    [],
  );
});

test('user JSON passes letter for letter, whatever its members are called', async () => {
  await using app = await testApp();
  const api = `${await app.listen()}/api`;
  const flow = (await (await post(`${api}/flows`, { name: 'report' })).json()) as { id: string };
  const parameters = { camelCase: 1, snake_case: { innerName: [{ deep_one: null }] }, any: 'x' };
  const made = await post(`${api}/deployments`, {
    name: 'daily',
    flow_id: flow.id,
    parameters,
    job_variables: parameters,
  });
  expect(await made.json()).toMatchObject({ parameters, job_variables: parameters });
});

describe('the version of the protocol', () => {
  test.each([
    ['0.8.4', 200],
    ['9.0.0', 200],
    ['0.7.9', 400],
    ['abc', 400],
  ])('%s is answered with %i', async (version, status) => {
    await using app = await testApp();
    const answer = await fetch(`${await app.listen()}/api/version`, {
      headers: { 'x-prefect-api-version': version },
    });
    expect(answer.status).toBe(status);
  });
});

test('the OpenAPI document names every path in its own spelling', async () => {
  await using app = await testApp();
  const document = (await (await fetch(`${await app.listen()}/api/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: { content: unknown } }>>;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).length).toBeGreaterThan(80);
  expect(JSON.stringify(document.paths['/flows/filter']?.post)).toContain('any_');
  expect(JSON.stringify(document.paths['/flows/filter']?.post)).toContain('"enum":["and_","or_"]');
  expect(JSON.stringify(document)).not.toMatch(/"(flowRuns|flowRunId|isNull|notAny|scheduledTime|and|or)"/);
});
