import { createLogger } from '@carillon/process';
import { serverConfig, startServer } from '@carillon/server';
import { createTestDatabase } from '@carillon/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const seed = 20_261_125;
const callsEach = 30;

/** Mulberry32. */
const randomFrom = (start: number) => {
  let state = start;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const nested = (levels: number): unknown => (levels === 0 ? [] : [nested(levels - 1)]);

const odd: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 31, 1e-9],
  ...[
    '',
    ' ',
    'x',
    'x'.repeat(5000),
    '\u0000',
    'a\u0000b',
    '\ud800',
    '🦉',
    '%',
    '_',
    '\\',
    "'; drop table flow; --",
  ],
  ...[
    '0',
    '-1',
    '1e999',
    'NaN',
    'true',
    '2024-99-99',
    '2024-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '-0001-01-01',
  ],
  ...[
    '00000000-0000-4000-8000-000000000000',
    'not-a-uuid',
    '__proto__',
    'constructor',
    '@daily',
    '* * * * *',
  ],
  ...[[], [null], [[]], ['x', 1, null], {}, { a: 1 }, nested(20), nested(31)],
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  { any_: [null] },
  { operator: 'xor_' },
  { type: 'RUNNING' },
  { cron: '* * * * *', interval: 1 },
  { interval: 1e300 },
  { rrule: 'FREQ=SECONDLY;INTERVAL=0' },
];

const schema = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
      }),
    ),
  ),
});

test(`no route answers odd input with a fault of the server's own, or without words (seed ${seed})`, async () => {
  await using database = await createTestDatabase();
  const config = serverConfig.parse({ port: 0 });
  const server = await startServer({
    config,
    databaseUrl: database.url,
    log: createLogger({ level: 'silent' }),
  });
  const api = `${server.url}/api`;
  try {
    const random = randomFrom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const { paths } = document.parse(await (await fetch(`${api}/openapi.json`)).json());
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(api + path, {
        method: method.toUpperCase(),
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    const flow = z
      .object({ id: z.string() })
      .parse(JSON.parse((await call('post', '/flows/', { name: 'odd' })).text));
    const parameter = (name: string): string =>
      name === 'id' || name.endsWith('_id')
        ? pick([flow.id, '00000000-0000-4000-8000-000000000000'])
        : encodeURIComponent(pick(['odd', 'x', ' ', '%', '🦉', "'", '..', '__proto__']));

    const faults: unknown[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { requestBody }] of Object.entries(operations)) {
        const names = Object.keys(requestBody?.content['application/json'].schema.properties ?? {});
        for (let count = 0; count < (requestBody === undefined ? 3 : callsEach); count += 1) {
          const at = path.replace(/\{(\w+)\}/g, (_, name: string) => parameter(name));
          const members = names.filter(() => random() < 0.4);
          const body =
            requestBody === undefined
              ? undefined
              : random() < 0.2
                ? pick(odd)
                : {
                    ...(names.includes('flow_id') && { flow_id: flow.id }),
                    ...Object.fromEntries(members.map((name) => [name, pick(odd)])),
                  };
          const { status, text } = await call(method, at, body);
          const said = status < 400 || /"(detail|exception_message)"/.test(text);
          if (status >= 500 || !said) faults.push({ method, at, body, status, text: text.slice(0, 300) });
        }
      }
    }
    expect(faults).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((await call('get', '/health')).status).toBe(200);
  } finally {
    await server.stop();
  }
}, 300_000);
