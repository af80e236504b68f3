import { randomUUID } from 'node:crypto';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { customEvent, taskEvent } from '../../../fixtures/told-events.ts';

let app: TestApp;
let api: string;

beforeAll(async () => {
  app = await testApp();
  api = `${await app.listen()}/api`;
  return () => app[Symbol.asyncDispose]();
});

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const page = z.object({
  events: z.array(z.looseObject({ id: z.string(), received: z.string() })),
  total: z.int(),
  next_page: z.string().nullable(),
});

const about = (id: string) => ({ resource: { 'prefect.resource.id': id } });

describe('events that are told by a call', () => {
  test('are kept once each, and record task runs', async () => {
    const taskRunId = randomUUID();
    const events = [customEvent(about('told.1')), taskEvent({ taskRunId, dynamicKey: taskRunId })];
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await post('/events', events);
      expect([answer.status, await answer.text()]).toEqual([204, '']);
    }
    const filter = { resource: { id: ['told.1'] } };
    expect(page.parse(await (await post('/events/filter', { filter })).json())).toMatchObject({
      total: 1,
      events: [
        { ...events[0], occurred: '2026-01-05T00:00:00.000000Z', received: '2026-01-05T00:00:00.000000Z' },
      ],
      next_page: null,
    });
    expect((await app.caller.taskRuns.read({ id: taskRunId })).stateName).toBe('Running');
  });

  test('are refused together when one is wrong, by its name', async () => {
    const good = customEvent(about('told.2'));
    const answer = await post('/events', [good, { ...good, id: 'x' }]);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: '1.id: must be a UUID' });
    const { total } = page.parse(
      await (await post('/events/filter', { filter: { id: { id: [good.id] } } })).json(),
    );
    expect(total).toBe(0);
  });
});

describe('a list of events', () => {
  const filter = { any_resource: { id: ['list.1'] }, order: 'ASC' };
  let ids: unknown[];

  beforeAll(async () => {
    const events = Array.from({ length: 7 }, (_, index) =>
      customEvent({ ...about('list.1'), occurred: `2026-01-0${index < 3 ? 3 : 4}T00:00:00.00000${index}Z` }),
    );
    ids = events.map(({ id }) => id);
    await post('/events', events);
  });

  test('comes in pages, each with the address of the next', async () => {
    const seen: string[] = [];
    let answer = await post('/events/filter', { filter, limit: 3 });
    for (let pages = 1; ; pages += 1) {
      expect(answer.status).toBe(200);
      const { events, total, next_page } = page.parse(await answer.json());
      expect(total).toBe(7);
      seen.push(...events.map(({ id }) => id));
      if (next_page === null) break;
      expect(next_page.startsWith(`${api}/events/filter/next?page-token=`)).toBe(true);
      expect(pages).toBeLessThan(3);
      answer = await fetch(next_page);
    }
    expect(seen).toEqual(ids);
  });

  test.each([
    [{}, 200],
    [undefined, 200],
    [{ filter: null, limit: 0 }, 200],
    [{ limit: 51 }, 422],
    [{ filter: { events: {} } }, 422],
    [{ filter: { occurred: { since: '0000-01-01T00:00:00Z' } } }, 422],
    [{ filter: { text: { query: 'x'.repeat(201) } } }, 422],
    [{ filter: { related: { resources_in_roles: [['a']] } } }, 422],
    [{ filter: { resource: { labels: { a: ['*'.repeat(1000)], __proto__: 'x' } } } }, 200],
  ])('for %j answers %i', async (body, status) => {
    expect((await post('/events/filter', body)).status).toBe(status);
  });

  test.each(['', 'x', Buffer.from('{}').toString('base64url')])(
    'has no page of the token %j',
    async (token) => {
      expect((await fetch(`${api}/events/filter/next?page-token=${token}`)).status).toBe(403);
    },
  );

  test('has no page of a token whose places are none', async () => {
    const answer = await post('/events/filter', { filter, limit: 3 });
    const { next_page } = page.parse(await answer.json());
    const url = new URL(next_page ?? '');
    const text = Buffer.from(url.searchParams.get('page-token') ?? '', 'base64url').toString();
    const token = JSON.parse(text);
    for (const places of [[null], [['x'], null, null], [null, null, ['2026-99-99', token.places[2][1]]]]) {
      const bent = Buffer.from(JSON.stringify({ ...token, places })).toString('base64url');
      expect((await fetch(`${api}/events/filter/next?page-token=${bent}`)).status).toBe(403);
    }
  });

  test('is counted by name, by resource, and by steps of time', async () => {
    const count = async (by: string, more = {}): Promise<unknown> => {
      const answer = await post(`/events/count-by/${by}`, { filter, ...more });
      return answer.json();
    };
    const span = { start_time: '2026-01-03T00:00:00.000000Z', end_time: '2026-01-04T00:00:00.000006Z' };
    expect(await count('event')).toEqual([
      { value: 'order.shipped', label: 'order.shipped', count: 7, ...span },
    ]);
    expect(await count('resource')).toEqual([{ value: 'list.1', label: 'list.1', count: 7, ...span }]);
    const days = { since: '2026-01-02T12:00:00Z', until: '2026-01-05T00:00:00Z' };
    expect(
      await count('time', { filter: { ...filter, occurred: days }, time_unit: 'day', time_interval: 1 }),
    ).toMatchObject([
      {
        value: '0',
        count: 0,
        start_time: '2026-01-02T00:00:00.000000Z',
        end_time: '2026-01-02T23:59:59.999999Z',
      },
      { value: '1', count: 3 },
      { value: '2', count: 4, label: '2026-01-04T00:00:00.000000Z' },
      { value: '3', count: 0 },
    ]);
    expect(await count('time', { time_unit: 'second' })).toMatchObject({
      detail: expect.stringMatching(/steps/),
    });
    expect((await post('/events/count-by/nothing', {})).status).toBe(422);
  });
});

test('a run page of the UI is answered with what its run went through', async () => {
  const { flowId } = await deploy(app);
  const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
  const answer = await post('/events/filter', {
    filter: {
      any_resource: { id: [`prefect.flow-run.${run.id}`] },
      event: { exclude_prefix: ['prefect.log.write', 'prefect.task-run.'] },
      occurred: { since: '2026-01-04T00:00:00Z', until: '2026-01-06T00:00:00Z' },
      order: 'ASC',
    },
    limit: 50,
  });
  expect(page.parse(await answer.json())).toMatchObject({
    total: 1,
    events: [
      {
        event: 'prefect.flow-run.Running',
        resource: { 'prefect.resource.id': `prefect.flow-run.${run.id}` },
      },
    ],
  });
});
