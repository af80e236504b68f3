import { flowRunId, logFilter } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { createLogs } from './create-logs.ts';
import { followLog, type Line } from './follow-log.ts';

const run = flowRunId.parse('00000000-0000-7000-8000-000000000001');
const other = flowRunId.parse('00000000-0000-7000-8000-000000000002');

const linesOf = (app: TestApp, messages: readonly string[], of = run) =>
  messages.map((message) => ({
    name: 'flow',
    level: 20,
    message,
    timestamp: app.clock.now(),
    flowRunId: of,
    taskRunId: null,
    workerId: null,
  }));

const write = (app: TestApp, messages: readonly string[], of = run) =>
  app.run((context) => createLogs(context, { logs: linesOf(app, messages, of) }));

type Options = Partial<Omit<Parameters<typeof followLog>[1], 'over'>>;

/** The next so many lines of a follower, from where it stands; it is left behind afterwards. */
const follow = async (app: TestApp, count: number, options: Options = {}): Promise<Line[]> => {
  const { signal: over } = new AbortController();
  const lines: Line[] = [];
  for await (const line of followLog(app.services, { flowRunId: run, ...options, over })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
};

const messages = (lines: readonly Line[]) => lines.map(({ line }) => line.message);

describe('a follower of a log', () => {
  test('is told all lines of its run in order, over pages, then each new one, from any server', async () => {
    await using app = await testApp();
    await using elsewhere = await testApp({ databaseUrl: app.databaseUrl });
    const before = Array.from({ length: 450 }, (_, index) => `old ${index}`);
    await write(app, before.slice(0, 300));
    await write(app, ['of another run'], other);
    await write(app, before.slice(300));
    const told = follow(app, 452);
    await write(elsewhere, ['new 0']);
    await write(elsewhere, ['of another run'], other);
    await write(app, ['new 1']);
    const heard = messages(await told);
    expect(heard.slice(0, 450)).toEqual(before);
    expect(heard.slice(450).toSorted()).toEqual(['new 0', 'new 1']);
  });

  test('goes on after its last event, wherever that was, with nothing twice and nothing left out', async () => {
    await using app = await testApp();
    await using elsewhere = await testApp({ databaseUrl: app.databaseUrl });
    const all = Array.from({ length: 30 }, (_, index) => `${index}`);
    for (let from = 0; from < all.length; from += 5) await write(app, all.slice(from, from + 5));
    for (const cut of [1, 5, 7, 29]) {
      const first = await follow(app, cut);
      const lastEventId = first.at(-1)?.position ?? null;
      const rest = await follow(elsewhere, all.length - cut, { lastEventId });
      expect(messages([...first, ...rest])).toEqual(all);
    }
  });

  test('is told a line that is committed after later ones', async () => {
    await using app = await testApp();
    await using elsewhere = await testApp({ databaseUrl: app.databaseUrl });
    const written = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = elsewhere.run(async (context) => {
      await createLogs(context, { logs: linesOf(app, ['slow']) });
      written.resolve();
      await goOn.promise;
    });
    await written.promise;
    await write(app, ['quick']);
    const first = await follow(app, 1);
    expect(messages(first)).toEqual(['quick']);
    goOn.resolve();
    await slow;
    const lastEventId = first[0]?.position ?? null;
    await write(app, ['last']);
    expect(messages(await follow(app, 2, { lastEventId }))).toEqual(['slow', 'last']);
  });

  test('is told only what it asks for', async () => {
    await using app = await testApp();
    await write(app, ['one apple', 'two pears', 'three apples']);
    const logs = logFilter.omit({ flowRunId: true }).parse({ text: { query: 'apple' } });
    expect(messages(await follow(app, 2, { logs }))).toEqual(['one apple', 'three apples']);
  });

  test('is refused what is no event of this stream', async () => {
    await using app = await testApp();
    await expect(follow(app, 1, { lastEventId: 'nonsense' })).rejects.toThrow(/lastEventId/);
  });
});

test('a downloaded log is CSV as Prefect writes it', async () => {
  await using app = await testApp();
  const { flow } = await app.caller.flows.create({ name: 'report' });
  const made = await app.caller.flowRuns.create({ flowId: flow.id, name: 'calm-lynx' });
  const { id } = made.run;
  await app.caller.logs.create({
    logs: [
      {
        name: 'f',
        level: 40,
        message: 'said "no",\nthen left',
        timestamp: new Date('2031-04-01T12:00:00.250Z'),
      },
      { name: 'f', level: 20, message: 'début', timestamp: new Date('2031-04-01T11:00:00Z') },
    ].map((line) => ({ ...line, flowRunId: id })),
  });
  expect(await app.caller.logs.download({ flowRunId: id })).toEqual({
    fileName: 'calm-lynx-logs.csv',
    csv: [
      'timestamp,level,flow_run_id,task_run_id,message',
      `2031-04-01 11:00:00+00:00,20,${id},,début`,
      `2031-04-01 12:00:00.250000+00:00,40,${id},,"said ""no"",\nthen left"`,
      '',
    ].join('\r\n'),
  });
  await expect(app.caller.logs.download({ flowRunId: run })).rejects.toThrow(/There is no flow run/);
});
