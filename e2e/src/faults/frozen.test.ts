import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { isAlive, until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { healthyMs, openScene } from '../../fixtures/fault-scene.ts';

failOnLeftProcesses();

test('the run of a runner that is frozen has ended before another takes it, and changes nothing when it wakes', async () => {
  await using scene = await openScene();
  const { stage } = scene;
  const { path, open } = scene.gate();
  const run = await stage.client.run('work/it', { gate: path });
  const { pid } = await scene.untilNoted('begin', run);
  const frozen = scene.runner();
  frozen.kill('SIGSTOP');
  await until('its process has ended', () => !isAlive(pid), healthyMs);
  await scene.mend('runner');
  await until(
    'another has begun',
    () => scene.journal().filter(({ what }) => what === 'begin').length === 2,
    healthyMs,
  );
  frozen.kill('SIGCONT');
  await frozen.said(/its lease is lost|could not be reported/);
  open();
  await stage.untilState(run, 'Completed', healthyMs);
  await scene.assertWell();
  frozen.kill('SIGTERM');
  expect(await frozen.exitCode).toBe(0);
});

test('what a whole machine that was frozen sends late is known by its token, and changes nothing', async () => {
  await using scene = await openScene();
  const { stage } = scene;
  const { path, open } = scene.gate();
  const run = await stage.client.run('work/it', { gate: path });
  const { pid, token } = await scene.untilNoted('begin', run);
  const frozen = scene.runner();
  for (const each of [frozen.pid ?? 0, pid]) process.kill(each, 'SIGSTOP');
  await stage.untilState(run, 'AwaitingRetry', healthyMs);
  open();
  await scene.mend('runner');
  const completed = await stage.untilState(run, 'Completed', healthyMs);
  const states = await stage.stateNames(run);
  const newest = scene.journal().findLast(({ what }) => what === 'begin')?.token ?? 0;
  expect(newest).toBeGreaterThan(token ?? 0);
  for (const each of [frozen.pid ?? 0, pid]) process.kill(each, 'SIGCONT');
  await frozen.said(/its lease is lost|could not be reported/);
  const late = scene.journal().slice(-1);
  expect(late.every((entry) => (entry.token ?? 0) <= newest)).toBe(true);
  expect(await stage.stateNames(run)).toEqual(states);
  expect((await stage.client.flowRuns.read({ id: run.id })).state).toEqual(completed);
});

test('a database that is restarted in good order stops nothing', async () => {
  await using scene = await openScene({ database: 'own' });
  const { stage } = scene;
  const { path, open } = scene.gate();
  const run = await stage.client.run('work/it', { gate: path });
  await scene.untilNoted('begin', run);
  await scene.restartDatabase();
  open();
  await scene.mend('database');
  await stage.untilState(run, 'Completed', healthyMs);
  await stage.untilState(await stage.client.run('work/it', {}), 'Completed', healthyMs);
  expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  await scene.assertWell();
});
