import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../fixtures/carillon.ts';
import { newProject } from '../fixtures/folder.ts';

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });

/** The TypeScript of a page: each block under the name that its first line gives it, or a name of its own. */
const snippetsOf = async (page: string): Promise<{ name: string; text: string }[]> => {
  const text = await readFile(path.join(repository, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = ''], index) => ({
    name: /^\/\/ (\S+\.ts)\n/.exec(block)?.[1] ?? `snippet-${index}.ts`,
    text: block,
  }));
};

const tsconfig = {
  extends: path.join(repository, 'tsconfig.base.json'),
  compilerOptions: { typeRoots: [path.join(repository, 'node_modules/@types')] },
  include: ['**/*.ts'],
};

test.each(['README.md', 'docs/flows.md', 'packages/sdk/README.md'])(
  'the TypeScript in %s compiles',
  async (page) => {
    const project = await newProject();
    const snippets = await snippetsOf(page);
    expect(snippets.length).toBeGreaterThan(0);
    for (const { name, text } of snippets) {
      await mkdir(path.join(project, path.dirname(name)), { recursive: true });
      await writeFile(path.join(project, name), text);
    }
    await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    const { stdout, status } = node('node_modules/typescript/bin/tsc', '-p', project);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
);

test('docs/errors.md and docs/configuration.md are what the code says', () => {
  const { status, stderr } = node('scripts/write-docs.ts', '--check');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('no page links to what is not there', async () => {
  const pages = globSync('{*,docs/**/*,examples/**/*,packages/*/*}.md', {
    cwd: repository,
    exclude: (name) => name === 'node_modules',
  });
  const links = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(path.join(repository, page), 'utf8');
      return [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, link = '']) => ({ page, link }));
    }),
  );
  const dead = links
    .flat()
    .filter(({ page, link }) => !existsSync(path.join(repository, path.dirname(page), link)));
  expect(dead).toEqual([]);
});
