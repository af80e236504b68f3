import { spawnSync } from 'node:child_process';
import { isAlive, until } from '@carillon/testing/until';
import { expect, it, onTestFinished } from 'vitest';
import { startProgram } from '../../fixtures/program-process.ts';
import { killGroup } from './kill-group.ts';

const runner = (flowName: string, parameters: object = {}) =>
  startProgram('lone-runner', [flowName, JSON.stringify(parameters)]);

it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGSEGV'] as const)(
  'a child in an endless loop and its own children are gone within a second after %s of the runner',
  async (signal) => {
    const lone = runner('breeds', { returns: false });
    const [, child] = await lone.said(/^child (\d+)$/);
    const [, parent, grandchild] = await lone.said(/^line bred (\d+) (\d+)$/);
    const pids = [child, parent, grandchild].map(Number);
    onTestFinished(() => void killGroup(Number(child), 'SIGKILL'));
    expect(pids.every(isAlive)).toBe(true);
    lone.kill(signal);
    await until('every process of the group ends', () => !pids.some(isAlive), 1000);
  },
);

it('idle children are gone with their runner too', async () => {
  const lone = runner('spins');
  await lone.said(/^line spins$/);
  const children = await until('the run’s child and two idle ones', () => {
    const { pid } = lone;
    const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', `${pid}`], { encoding: 'utf8' });
    const found = stdout.split('\n').filter((line) => line.includes('child/main.ts'));
    return found.length === 3 && found.map((line) => Number.parseInt(line, 10));
  });
  onTestFinished(() => {
    for (const child of children) killGroup(child, 'SIGKILL');
  });
  lone.kill('SIGKILL');
  await until('all end', () => !children.some(isAlive), 1000);
});
