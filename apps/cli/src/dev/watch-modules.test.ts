import { mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '@carillon/testing/until';
import { expect, onTestFinished, test } from 'vitest';
import { watchModules } from './watch-modules.ts';

const watchFolder = async () => {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'carillon watch '));
  const told: string[][] = [];
  const modules = watchModules((files) => void told.push(files.map((file) => path.basename(file))));
  onTestFinished(async () => {
    modules.close();
    await rm(folder, { recursive: true });
  });
  const next = (): Promise<string[]> => until('a change is told of', () => told.shift());
  return { modules, next, file: (name: string) => path.join(folder, name) };
};

test('a loaded module that changes is told of, also when an editor puts another file in its place', async () => {
  const { modules, next, file } = await watchFolder();
  await writeFile(file('flow.ts'), '1');
  modules.add(file('flow.ts'));
  await writeFile(file('flow.ts'), '2');
  expect(await next()).toEqual(['flow.ts']);
  await writeFile(file('flow.ts~'), '3');
  await rename(file('flow.ts~'), file('flow.ts'));
  expect(await next()).toEqual(['flow.ts']);
});

test('changes that come together are told together; what nobody loaded is not', async () => {
  const { modules, next, file } = await watchFolder();
  for (const name of ['a.ts', 'b.ts', 'other.ts']) await writeFile(file(name), '1');
  modules.add(file('a.ts'));
  modules.add(file('b.ts'));
  await writeFile(file('other.ts'), '2');
  await writeFile(file('data.json'), '{}');
  await writeFile(file('b.ts'), '2');
  await writeFile(file('a.ts'), '2');
  expect(await next()).toEqual(['a.ts', 'b.ts']);
});

test('a new module in a watched folder is told of', async () => {
  const { modules, next, file } = await watchFolder();
  modules.addFolder(path.dirname(file('x')));
  await writeFile(file('lacked.ts'), '1');
  expect(await next()).toEqual(['lacked.ts']);
});
