import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { logOf } from '../../packages/runner/fixtures/runs.ts';
import { carillon } from '../fixtures/carillon.ts';
import { newFolder } from '../fixtures/folder.ts';
import { runLine } from '../fixtures/run-line.ts';
import { files, openStage } from '../fixtures/stage.ts';

failOnLeftProcesses();

/** What the limited flow returns: when it ran, by a clock that all processes share. */
const limitedSpan = z.object({ from: z.number(), to: z.number() });

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('server, deploy and runner as processes, %s', (_, stream) => {
  test('a deployed schedule comes to completed runs, with a line each', async () => {
    await using stage = await openStage({ stream });
    await stage.deploy(files.hello);
    const runner = await stage.runner(files.hello);
    for (const schedule of ['cron', 'interval', 'rrule']) {
      await runner.said(runLine('hello/demo', schedule));
    }
    const { results } = await stage.client.flowRuns.list({
      flowRuns: { state: { name: { any: ['Completed'] } } },
    });
    expect(results.map(({ stateName }) => stateName)).toContain('Completed');
    const greetings = await Promise.all(results.map((run) => logOf(stage.client, run)));
    expect(greetings.flat()).toEqual(
      expect.arrayContaining(['Hello, cron!', 'Hello, interval!', 'Hello, rrule!']),
    );
  });

  test('a runner names what is not deployed and the command that does it, and serves it once it is', async () => {
    await using stage = await openStage({ stream });
    const runner = carillon(['runner', '--url', stage.url, 'examples/hello-schedule/src/hello.ts']);
    await runner.said(
      /^hello\/demo is not deployed; run: carillon deploy examples\/hello-schedule\/src\/hello\.ts$/,
    );
    expect((await stage.client.deployments.list()).results).toEqual([]);
    await stage.deploy(files.hello);
    await runner.said(/^✓ runner .*, serving hello\/demo$/);
  });

  test('SIGTERM lets what runs finish, claims nothing more, and ends the runner with 0', async () => {
    await using stage = await openStage({ stream });
    await stage.deploy(files.served);
    const runner = await stage.runner('--limit', '2', files.served);
    const gate = path.join(await newFolder(), 'gate');
    const run = await stage.client.run('gated/it', { gate });
    await until('the flow runs', async () => (await logOf(stage.client, run)).includes('attempt 1'));
    runner.kill('SIGTERM');
    await runner.said(/waiting for runs to finish/);
    const later = await stage.client.run('brief/it', {});
    await writeFile(gate, '');
    expect(await runner.exitCode).toBe(0);
    expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
    expect(await stage.stateNames(later)).toEqual(['Scheduled']);
  });

  test('a deployment with a concurrency limit has no more runs at once, in however many runners', async () => {
    await using stage = await openStage({ stream });
    const limited = path.join(import.meta.dirname, '../fixtures/limited.ts');
    await stage.deploy(limited);
    await Promise.all([stage.runner(limited), stage.runner(limited)]);
    const runs = await Promise.all([1, 2, 3].map(() => stage.client.run('limited/it', {})));
    const results = await Promise.all(runs.map((run) => run.result({ timeout: '20s' })));
    const spans = results.map((span) => limitedSpan.parse(span)).sort((a, b) => a.from - b.from);
    for (const [index, { from }] of spans.slice(1).entries()) {
      expect(from).toBeGreaterThanOrEqual(spans[index]?.to ?? 0);
    }
  });
});

test('deploying twice changes nothing the second time; a dry run changes nothing at all; prune removes what is gone', async () => {
  await using stage = await openStage();
  const deploy = async (...args: string[]): Promise<string> => {
    const { exitCode, lines } = carillon(['deploy', '--url', stage.url, ...args]);
    expect(await exitCode, lines.join('\n')).toBe(0);
    return lines.at(-1) ?? '';
  };
  expect(await deploy('--dry-run', files.served)).toBe('6 created');
  expect((await stage.client.deployments.list()).results).toEqual([]);
  expect(await deploy(files.served)).toBe('6 created');
  expect(await deploy(files.served)).toBe('6 unchanged');
  const { id: flowId } = await stage.client.flows.readByName({ name: 'gated' });
  await stage.client.deployments.create({ flowId, name: 'old' });
  expect(await deploy('--prune', files.served)).toBe('6 unchanged, 1 removed');
});
