import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  ask,
  dataOf,
  gone,
  isRoot,
  log,
  newFolder,
  postmasterOf,
  repositoryRoot,
  start,
  startOwner,
} from '../../../fixtures/embedded-servers.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { processStart } from './process-identity.ts';

failOnLeftProcesses();

describe('the end of its process', () => {
  test.for(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'by %s ends the server within moments, and all that was committed is there',
    async (signal) => {
      const folder = await newFolder();
      const owner = await startOwner(folder);
      await ask(owner.url, 'create table kept as select 42 as answer');
      const killed = performance.now();
      owner.child.kill(signal);
      await gone(folder);
      // A tenth of a second on a machine that has time; other tests may be at work on this one.
      expect(performance.now() - killed).toBeLessThan(5000);
      const { url } = await start(folder);
      expect(await ask(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    },
  );

  test('a server whose watcher was killed as well is ended by the next start', async () => {
    const folder = await newFolder();
    const owner = await startOwner(folder);
    const postmaster = await postmasterOf(folder);
    const watcher = Number(
      execFileSync('ps', ['-o', 'ppid=', '-p', String(postmaster)], { encoding: 'utf8' }),
    );
    owner.child.kill('SIGSTOP');
    process.kill(watcher, 'SIGKILL');
    owner.child.kill('SIGKILL');
    await once(owner.child, 'close');
    expect(processStart(postmaster)).toBeDefined();
    const { url } = await start(folder);
    expect(processStart(postmaster)).toBeUndefined();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('what a crash leaves behind', () => {
  test('a killed postmaster costs nothing that was committed, and its owner is told', async () => {
    const folder = await newFolder();
    const first = await startEmbeddedPostgres({ folder, log });
    await ask(first.url, 'create table kept as select 42 as answer');
    const postmaster = await postmasterOf(folder);
    process.kill(postmaster, 'SIGKILL');
    await first.ended;
    await first.stop();
    const second = await start(folder);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a postmaster.pid whose number now is another program is no hindrance', async () => {
    const folder = await newFolder();
    await (await startEmbeddedPostgres({ folder, log })).stop();
    const data = await dataOf(folder);
    const other = spawn('sleep', ['60'], isRoot ? { uid: (await stat(data)).uid } : {});
    onTestFinished(() => void other.kill('SIGKILL'));
    await writeFile(path.join(data, 'postmaster.pid'), `${other.pid}\n${data}\n1\n1\n\n127.0.0.1\n`, {
      mode: 0o600,
    });
    await start(folder);
    expect(other.exitCode).toBeNull();
  });

  test('an initdb killed in the middle is begun anew', async () => {
    const folder = await newFolder();
    const child = spawn(
      process.execPath,
      [path.join(repositoryRoot, 'packages/server/fixtures/embedded-postgres.ts'), folder],
      { stdio: 'ignore' },
    );
    await vi.waitFor(
      async () => expect((await readdir(folder)).some((name) => name.startsWith('initdb-'))).toBe(true),
      { timeout: 10_000, interval: 5 },
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await readdir(folder)).not.toContain('data');
    const { url } = await start(folder);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(folder)).filter((name) => name.startsWith('initdb-'))).toEqual([]);
  });
});
