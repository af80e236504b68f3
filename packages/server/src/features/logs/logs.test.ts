import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

type LogInput = Parameters<TestApp['caller']['logs']['create']>[0]['logs'][number];

const run = '00000000-0000-7000-8000-000000000001';
const other = '00000000-0000-7000-8000-000000000002';
const task = '00000000-0000-7000-8000-000000000003';
const at = (second: number): Date => new Date(Date.UTC(2026, 0, 5, 0, 0, second));

const write = (app: TestApp, logs: Partial<LogInput>[]) =>
  app.caller.logs.create({
    logs: logs.map((log) => ({ name: 'flow', level: 20, message: 'hello', timestamp: at(0), ...log })),
  });

const messages = async (app: TestApp, input: Parameters<TestApp['caller']['logs']['list']>[0] = {}) =>
  (await app.caller.logs.list(input)).results.map(({ message }) => message);

describe('lines of a log', () => {
  test('are kept as they came, whether their runs exist or not', async () => {
    await using app = await testApp();
    await write(app, []);
    await write(app, [
      { message: 'ünï\n%_\\', flowRunId: run, taskRunId: task, level: 40, timestamp: at(1) },
    ]);
    const { results } = await app.caller.logs.list({});
    expect(results).toEqual([
      {
        id: results[0]?.id,
        created: app.clock.now(),
        name: 'flow',
        level: 40,
        message: 'ünï\n%_\\',
        timestamp: at(1),
        flowRunId: run,
        taskRunId: task,
        workerId: null,
      },
    ]);
  });

  test('of one instant stay in their order, over batches and pages, either way', async () => {
    await using app = await testApp();
    const batch = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ message: String(from + index), timestamp: at(0) }));
    await write(app, batch(0, 1000));
    await write(app, batch(1000, 500));
    const expected = Array.from({ length: 1500 }, (_, index) => String(index));
    for (const sort of ['TIMESTAMP_ASC', 'TIMESTAMP_DESC'] as const) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await app.caller.logs.list({ sort, cursor });
        seen.push(...page.results.map(({ message }) => message));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(sort === 'TIMESTAMP_ASC' ? expected : expected.toReversed());
    }
    expect(await messages(app, { offset: 1498 })).toEqual(['1498', '1499']);
  });

  test('are refused in batches of more than 1000, and beyond the levels that there are', async () => {
    await using app = await testApp();
    const refused = { cause: { code: 'INPUT_INVALID' } };
    await expect(
      write(
        app,
        Array.from({ length: 1001 }, () => ({})),
      ),
    ).rejects.toMatchObject(refused);
    await expect(write(app, [{ level: 101 }])).rejects.toMatchObject(refused);
    await expect(write(app, [{}, { message: 'nul\u0000' }])).rejects.toMatchObject(refused);
    expect(await messages(app)).toEqual([]);
  });

  test('go with their run', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const { run: made } = await app.caller.flowRuns.create({ flowId: flow.id });
    await write(app, [
      { message: 'gone', flowRunId: made.id },
      { message: 'stays', flowRunId: other },
    ]);
    await app.caller.flowRuns.delete({ id: made.id });
    expect(await messages(app)).toEqual(['stays']);
  });
});
