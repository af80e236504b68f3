import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ask,
  dataOf,
  isRoot,
  log,
  newFolder,
  repositoryRoot,
  start,
  startOwner,
} from '../../../fixtures/embedded-servers.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { postgresProcessesIn } from './process-identity.ts';

failOnLeftProcesses();

describe.runIf(isRoot)('as root', () => {
  test('PostgreSQL runs as another user', async () => {
    const folder = await newFolder();
    const { url } = await start(folder);
    const data = await dataOf(folder);
    const [pid = 0] = await postgresProcessesIn(data, undefined);
    expect((await stat(data)).uid).toBeGreaterThan(0);
    expect((await stat(`/proc/${pid}`)).uid).toBe((await stat(data)).uid);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('below a 0700 directory the folder is a link to one that PostgreSQL can reach', async () => {
    const folder = await newFolder('/root');
    await chmod(path.dirname(path.dirname(folder)), 0o700);
    const first = await startEmbeddedPostgres({ folder, log });
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const home = await realpath(folder);
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    expect(home).toMatch(/^\/var\/lib\/carillon\//);
    const second = await start(folder);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});

describe.runIf(isRoot && process.platform === 'linux')('from another place, or as another user', () => {
  const nobody = { uid: 65_534, gid: 65_534 };

  test('works for a user who is not root', async () => {
    const folder = await newFolder();
    const top = path.dirname(path.dirname(folder));
    execFileSync('chown', [`${nobody.uid}:${nobody.gid}`, top]);
    const { url } = await startOwner(folder, { user: nobody });
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await stat(path.join(folder, 'data'))).uid).toBe(nobody.uid);
  });

  /** As a fresh install is: none of the links between libraries that the package's blocked script would have made. */
  const copyRepository = async (top: string): Promise<string> => {
    const there = path.join(top, 'a repository');
    await mkdir(path.join(there, 'node_modules'), { recursive: true });
    execFileSync('cp', ['-a', path.join(repositoryRoot, 'packages'), there]);
    execFileSync('cp', [
      '-al',
      path.join(repositoryRoot, 'node_modules/.pnpm'),
      path.join(there, 'node_modules'),
    ]);
    execFileSync('find', [there, '-path', '*/native/lib/*', '-type', 'l', '-delete']);
    return there;
  };

  test('works with a node_modules that the user can only read', async () => {
    const folder = await newFolder();
    const top = path.dirname(path.dirname(folder));
    const root = await copyRepository(top);
    await mkdir(folder, { recursive: true });
    execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, path.dirname(folder)]);
    const { said, url } = await startOwner(folder, { user: nobody, root });
    expect(said).not.toHaveProperty('error');
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).filter((name) => name.startsWith('binaries-'))).toHaveLength(1);
  });

  test('works in a repository below /root: the programs are copied to where PostgreSQL can run them', async () => {
    const folder = await newFolder('/root');
    const top = path.dirname(path.dirname(folder));
    await chmod(top, 0o700);
    const { said, url } = await startOwner(folder, { root: await copyRepository(top) });
    expect(said).not.toHaveProperty('error');
    const home = await realpath(folder);
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(home)).filter((name) => name.startsWith('binaries-'))).toHaveLength(1);
  });
});
