import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nobody } from '../../fixtures/nobody.ts';
import { childPool } from './child-pool.ts';
import type { Child } from './spawn-child.ts';
import { startRun } from './start-run.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}.ts`, import.meta.url));
const telling = fixture('tells-its-import');
const flows = fixture('flows');
const deadly = fixture('ends-its-process');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carillon-pool-'));
  process.env.CARILLON_TEST_IMPORTED = path.join(folder, 'mark');
});
afterAll(() => rm(folder, { recursive: true }));

const imports = async (): Promise<number> => (await readdir(folder)).length;

const run = async (child: Child, file: string, flowName: string, parameters = {}) => {
  const lines: string[] = [];
  const started = startRun(
    child,
    {
      file,
      flowName,
      parameters,
      run: { id: '0192', name: 'calm-otter', scheduledTime: null, attempt: 1, leaseToken: null },
      server: { url: 'http://127.0.0.1:9', apiKey: null },
    },
    {
      limits: { graceMs: 200, loadMs: 20_000 },
      on: { ...nobody, line: ({ message }) => void lines.push(message) },
    },
  );
  if (await started.loaded) started.begin();
  return { outcome: await started.outcome, lines };
};

describe('children that wait', () => {
  test('have imported the file that is likely, once, and what it said then is the run’s', async () => {
    await using stack = new AsyncDisposableStack();
    const pool = childPool({ warm: 2, files: [telling] });
    stack.defer(pool.close);
    const before = await imports();
    await expect.poll(imports).toBe(before + 2);
    const child = pool.take(telling);
    const { outcome, lines } = await run(child, telling, 'tells its process');
    expect(outcome).toMatchObject({
      kind: 'completed',
      result: { json: JSON.stringify({ pid: child.pid, marked: true }) },
    });
    expect(lines).toEqual(['imported']);
    // One waits in its place.
    await expect.poll(imports).toBe(before + 3);
  });

  test('import what was taken last in place of what was not', async () => {
    await using stack = new AsyncDisposableStack();
    const pool = childPool({ warm: 1, files: [flows] });
    stack.defer(pool.close);
    const before = await imports();
    const { outcome } = await run(pool.take(telling), telling, 'tells its process');
    expect(outcome.kind).toBe('completed');
    await expect.poll(imports).toBe(before + 2);
    expect((await run(pool.take(flows), flows, 'add', { a: 1 })).outcome.kind).toBe('completed');
  });

  test('are not lost to a file that ends its process, whose run tells how', async () => {
    await using stack = new AsyncDisposableStack();
    const pool = childPool({ warm: 1, files: [deadly] });
    stack.defer(pool.close);
    for (let times = 0; times < 2; times += 1) {
      const { outcome } = await run(pool.take(deadly), deadly, 'any');
      expect(outcome).toMatchObject({ kind: 'crashed' });
    }
    expect((await run(pool.take(flows), flows, 'add', { a: 1 })).outcome.kind).toBe('completed');
  });
});
