import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { logOf } from '../../packages/runner/fixtures/runs.ts';
import { carillon, carillonOnce } from '../fixtures/carillon.ts';
import { newFolder, newProject } from '../fixtures/folder.ts';
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
    const completed = { flowRuns: { state: { name: { any: ['Completed'] } } } };
    await until('each schedule has greeted', async () => {
      const { results } = await stage.client.flowRuns.list(completed);
      const greetings = (await Promise.all(results.map((run) => logOf(stage.client, run)))).flat();
      return ['cron', 'interval', 'rrule'].every((name) =>
        greetings.includes(`Hello, ${name}! {"attempt":1}`),
      );
    });
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

test('carillon.config.ts spares the arguments', async () => {
  await using stage = await openStage();
  const cwd = await newProject();
  await mkdir(path.join(cwd, 'flows'));
  for (const file of [files.hello, files.tally])
    await copyFile(file, path.join(cwd, 'flows', path.basename(file)));
  const config = { url: stage.url, flows: ['flows/*.ts'], limit: 2 };
  await writeFile(path.join(cwd, 'carillon.config.ts'), `export default ${JSON.stringify(config)};\n`);
  const { status, said } = await carillonOnce(['deploy'], { cwd });
  expect(status, said).toBe(0);
  const runner = carillon(['runner'], { cwd });
  await runner.said(/^✓ runner {2}2 slots at http:.*, serving hello\/demo, tally\/nightly$/);
  await stage.untilState(await stage.client.run('tally/nightly', { shop: 'here' }), 'Completed');
});

test('deploying twice changes nothing the second time; a dry run changes nothing at all; prune removes what is gone', async () => {
  await using stage = await openStage();
  const deploy = async (...args: string[]): Promise<string | undefined> => {
    const { status, said } = await carillonOnce(['deploy', '--url', stage.url, ...args]);
    expect(status, said).toBe(0);
    return said.split('\n').at(-1);
  };
  expect(await deploy('--dry-run', files.served)).toBe('6 created');
  expect((await stage.client.deployments.list()).results).toEqual([]);
  expect(await deploy(files.served)).toBe('6 created');
  expect(await deploy(files.served)).toBe('6 unchanged');
  const { id: flowId } = await stage.client.flows.readByName({ name: 'gated' });
  await stage.client.deployments.create({ flowId, name: 'old' });
  expect(await deploy('--prune', files.served)).toBe('6 unchanged, 1 removed');
});
