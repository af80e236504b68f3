import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, dataOf, gone, log, newFolder, start, startOwner } from '../../../fixtures/embedded-servers.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

failOnLeftProcesses();

describe('a start', () => {
  test('gives a database of UTF-8 and the C.UTF-8 locale, on loopback, that the next start finds again', async () => {
    const folder = await newFolder();
    const first = await startEmbeddedPostgres({ folder, log });
    await ask(first.url, 'create table kept as select 42 as answer');
    expect(
      await ask(
        first.url,
        "select datlocale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'carillon'",
      ),
    ).toEqual([{ datlocale: 'C.UTF-8', encoding: 'UTF8' }]);
    expect(
      await ask(
        first.url,
        "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by 1",
      ),
    ).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    await first.stop();

    const second = await start(folder);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(second.url).toBe(first.url);
    expect(second.version).toMatch(/^18\./);
    expect(second.startMs).toBeLessThan(1000);
  });

  test('asks for the password, which only we can read, as only PostgreSQL can read the data', async () => {
    const folder = await newFolder();
    const { url } = await start(folder);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(path.join(folder, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(await dataOf(folder))).mode & 0o777).toBe(0o700);
    expect(
      await ask(
        url,
        "select count(*) filter (where rolpassword not like 'SCRAM-SHA-256$%')::int as other from pg_authid where rolcanlogin",
      ),
    ).toEqual([{ other: 0 }]);
  });

  test('takes the settings it is given', async () => {
    const folder = await newFolder();
    const server = await startEmbeddedPostgres({ folder, log, settings: { fsync: 'off', work_mem: '8MB' } });
    onTestFinished(server.stop);
    expect(
      await ask(
        server.url,
        "select current_setting('fsync') as fsync, current_setting('work_mem') as memory",
      ),
    ).toEqual([{ fsync: 'off', memory: '8MB' }]);
  });

  test('goes to another port when the last one is taken', async () => {
    const folder = await newFolder();
    const first = await startEmbeddedPostgres({ folder, log });
    await first.stop();
    const squatter = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${first.port}, '127.0.0.1', () => console.log('up'))`,
    ]);
    onTestFinished(() => void squatter.kill());
    await once(squatter.stdout, 'data');
    const second = await start(folder);
    expect(second.port).not.toBe(first.port);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that is aborted leaves nothing at work and the folder free', async () => {
    const folder = await newFolder();
    await (await startEmbeddedPostgres({ folder, log })).stop();
    const controller = new AbortController();
    const starting = startEmbeddedPostgres({ folder, log, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(starting).rejects.toThrow('enough');
    await gone(folder);
    await start(folder);
  });

  test('that PostgreSQL refuses says why in its words', async () => {
    const folder = await newFolder();
    const refused = startEmbeddedPostgres({ folder, log, settings: { max_connections: 'many' } });
    await expect(refused).rejects.toThrow(/invalid value for parameter "max_connections"/);
    await start(folder);
  });
});

describe('a folder that cannot be', () => {
  test.each(['/proc/carillon/data', '/dev/null/data'])('(%s) is refused with words', async (folder) => {
    await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow(
      /cannot hold a database: .*; --data names another folder/,
    );
  });
});

describe('a folder in use', () => {
  test('refuses a second server with the pid of the first', async () => {
    const folder = await newFolder();
    await start(folder);
    const { said } = await startOwner(folder);
    const words = `is in use by a server with pid ${process.pid}`;
    expect(said).toEqual({ error: expect.stringContaining(`.carillon ${words}`) });
    await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow(`${path.dirname(folder)} ${words}`);
  });

  test('goes to exactly one of several that start in the same moment', async () => {
    const folder = await newFolder();
    const starts = await Promise.allSettled([1, 2, 3, 4].map(() => startEmbeddedPostgres({ folder, log })));
    const started = starts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    for (const server of started) onTestFinished(server.stop);
    expect(started).toHaveLength(1);
  });

  test('is free again when the process that claimed it is dead, though another has its pid', async () => {
    const folder = await newFolder();
    await mkdir(path.join(folder, 'claims'), { recursive: true });
    await writeFile(path.join(folder, 'claims', `${process.ppid}.1.abcd`), '');
    await writeFile(path.join(folder, 'claims', '99999999.1.abcd'), '');
    await start(folder);
    expect(await readdir(path.join(folder, 'claims'))).toHaveLength(1);
  });
});
