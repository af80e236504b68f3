import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { isAlive, until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { carillon } from '../fixtures/carillon.ts';
import { newProject } from '../fixtures/folder.ts';

failOnLeftProcesses();

const flowFile = (name: string, word: string): string => `
import { every, flow } from '@carillon/sdk';
import { ending } from './ending.ts';

export default flow({ name: '${name}', run: (_, { log }) => log.info(\`${word}\${ending}\`) })
  .deployment({ name: 'it', schedules: [every('2s', { slug: '${word}' })] });
`;

const startDev = async () => {
  const cwd = await newProject();
  await mkdir(path.join(cwd, 'flows'));
  const write = (name: string, text: string): Promise<void> => writeFile(path.join(cwd, 'flows', name), text);
  await write('ending.ts', `export const ending = '!';\n`);
  await write('first.ts', flowFile('first', 'one'));
  await write('second.ts', flowFile('second', 'two'));
  return { cwd, write, dev: carillon(['dev', '--port', '0', 'flows/*.ts'], { cwd }) };
};

const childrenOf = async (pid: number | undefined): Promise<number[]> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);

test('dev deploys and serves flow files, and again when one of them changes', async () => {
  const { cwd, write, dev } = await startDev();
  await dev.said(/^✓ server/);
  await dev.said(/first\/it +created/);
  await dev.said(/^✓ runner .* serving first\/it, second\/it$/);
  await dev.said(/first\/it {2}one .*completed/);
  await dev.said(/second\/it {2}two .*completed/);

  await write('first.ts', flowFile('first', 'three'));
  await dev.said(/^↻ flows\/first\.ts$/);
  await dev.said(/first\/it +changed +schedules: \+ three, - one/);
  await dev.said(/first\/it {2}three .*completed/);

  // A file that does not load is named, with its line; the other one goes on.
  await write('second.ts', `${flowFile('second', 'two')}\nthrow new Error('half written');\n`);
  await dev.said(/^flows\/second\.ts:8: Error: half written$/);
  await dev.said(/^✓ runner .* serving first\/it$/);

  // What the files import counts as well, and a new file too.
  await write('second.ts', flowFile('second', 'four'));
  await dev.said(/second\/it {2}four .*completed/);
  await write('ending.ts', `export const ending = '?';\n`);
  await dev.said(/^↻ flows\/ending\.ts$/);
  await write('third.ts', flowFile('third', 'five'));
  await dev.said(/third\/it {2}five .*completed/);
  await rm(path.join(cwd, 'flows/third.ts'));
  await dev.said(/^↻ flows\/third\.ts$/);

  const told = performance.now();
  dev.kill('SIGTERM');
  expect(await dev.exitCode).toBe(0);
  expect(performance.now() - told).toBeLessThan(6000);
});

test('a killed dev leaves nothing running', async () => {
  const { dev } = await startDev();
  await dev.said(/^✓ runner/);
  const children = await childrenOf(dev.pid);
  expect(children.length).toBeGreaterThan(1);
  dev.kill('SIGKILL');
  await until('runner and database end', () => !children.some(isAlive), 3000);
});
