import { failOnLeftProcesses } from '@carillon/testing/leaks';
import type { StartedProcess } from '@carillon/testing/process';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { example } from '../fixtures/carillon.ts';
import { files, openStage } from '../fixtures/stage.ts';

failOnLeftProcesses();

const answer = z.object({ order: z.string(), rows: z.number(), run: z.string() });

const startService = async (
  env: Record<string, string>,
): Promise<{ service: StartedProcess; url: string }> => {
  const service = example('order-service/src/service.ts', { env: { ...env, PORT: '0' } });
  const [, url = ''] = await service.said(/order service on (http:\S+)/);
  return { service, url };
};

const order = async (url: string, id: string, region: string): Promise<z.output<typeof answer>> => {
  const response = await fetch(`${url}/orders/${id}/report?region=${region}`, { method: 'POST' });
  return answer.parse(await response.json());
};

const completedBy = (runner: StartedProcess): string[] =>
  runner.lines.filter((line) => /report\/on-order .* completed /.test(line));

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('the examples, %s', (_, stream) => {
  test('order-service: two runners share its work, and an order that comes twice is one run', async () => {
    await using stage = await openStage({ stream });
    await stage.deploy(files.report);
    const runners = [
      await stage.runner('--limit', '2', files.report),
      await stage.runner('--limit', '2', files.report),
    ];
    const { service, url } = await startService({ CARILLON_URL: stage.url });

    const orders = Array.from({ length: 12 }, (__, index) => ({
      id: `o-${index}`,
      region: index % 2 === 0 ? 'eu' : 'us',
    }));
    const answers = await Promise.all(orders.map(({ id, region }) => order(url, id, region)));
    expect(answers.map(({ order: id, rows }) => ({ id, rows }))).toEqual(
      orders.map(({ id, region }) => ({ id, rows: region === 'eu' ? 3 : 2 })),
    );
    expect(new Set(answers.map(({ run }) => run)).size).toBe(orders.length);

    const repeated = await Promise.all([order(url, 'o-0', 'eu'), order(url, 'o-0', 'eu')]);
    expect(repeated).toEqual([answers[0], answers[0]]);
    expect(await stage.client.flowRuns.count({})).toBe(orders.length);

    await until(
      'each run is told by the runner that had it',
      () => runners.flatMap(completedBy).length === orders.length,
    );
    for (const runner of runners) expect(completedBy(runner).length).toBeGreaterThan(0);

    service.kill('SIGTERM');
    expect(await service.exitCode).toBe(0);
  });

  test('past-range: the last seven nights are made once and executed', async () => {
    await using stage = await openStage({ stream });
    await stage.deploy(files.tally);
    await stage.runner(files.tally);
    const fill = async (): Promise<string | undefined> => {
      const filling = example('past-range/src/fill.ts', { env: { CARILLON_URL: stage.url } });
      expect(await filling.exitCode, filling.lines.join('\n')).toBe(0);
      return filling.lines.at(-1);
    };
    expect(await fill()).toBe('7 runs made');
    expect(await fill()).toBe('0 runs made');

    const completed = { flowRuns: { state: { type: { any: ['COMPLETED' as const] } } } };
    await until('seven nights are tallied', async () => (await stage.client.flowRuns.count(completed)) === 7);
    const { results } = await stage.client.flowRuns.list({ ...completed, sort: 'EXPECTED_START_TIME_ASC' });
    const days = results.map(({ state }) => z.object({ day: z.iso.date() }).parse(state?.data).day);
    expect(days).toEqual([...new Set(days)].sort());
  });
});
