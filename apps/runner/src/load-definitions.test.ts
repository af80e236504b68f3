import { fileURLToPath } from 'node:url';
import { fullName } from '@carillon/sdk';
import { expect, it } from 'vitest';
import { loadDefinitions } from './load-definitions.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

it('loads what the configuration names; a file that does not load keeps nothing from the others', async () => {
  const { definitions, faults, url, limit } = await loadDefinitions([], folder('configured'));
  expect(definitions.map(({ deployment }) => fullName(deployment)).sort()).toEqual([
    'greet/first',
    'greet/named',
    'greet/second',
  ]);
  expect({ url, limit }).toEqual({ url: 'http://127.0.0.1:4999', limit: 2 });
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/broken\.ts:5: .*hour 25 is outside 0-23/);
  expect(faults[1]).toBe('flows/nothing.ts: exports no deployment');
});

it('prefers the files that are named, and says which are not there', async () => {
  const { definitions, faults } = await loadDefinitions(
    ['flows/several.ts', 'flows/absent.ts'],
    folder('configured'),
  );
  expect(definitions).toHaveLength(3);
  expect(faults).toEqual(['flows/absent.ts: there is no such file']);
});

it('takes the first of two deployments of one name in a file, and says so', async () => {
  const { definitions, faults } = await loadDefinitions(['twice.ts'], folder('twice'));
  expect(definitions.map(({ deployment }) => deployment.tags)).toEqual([['first']]);
  expect(faults).toEqual(['twice.ts: has two deployments named greet/same; the first is taken']);
});

it('says what is wrong with a configuration', async () => {
  const { definitions, faults } = await loadDefinitions([], folder('wrong'));
  expect(definitions).toEqual([]);
  expect(faults).toEqual([
    expect.stringMatching(/carillon\.config\.ts: .*flows: Invalid input: expected array/),
  ]);
});

it('says so when nothing is named', async () => {
  const { faults } = await loadDefinitions([], folder('.'));
  expect(faults).toEqual(['no flow files are named, and there is no carillon.config.ts here']);
});
