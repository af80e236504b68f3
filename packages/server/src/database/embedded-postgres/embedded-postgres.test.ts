import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createLogger } from '@carillon/process';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { postmasterPid } from './leftovers.ts';
import { postgresProcessesIn, processStart } from './process-identity.ts';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';
const log = createLogger({ level: 'silent' });

/** A new folder that is open to all, so that what a test finds depends on the test alone. */
const newFolder = async (parent = tmpdir()): Promise<string> => {
  const made = await mkdtemp(path.join(await realpath(parent), 'carillon test '));
  await chmod(made, 0o755);
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return path.join(made, '.carillon', 'postgres');
};

const start = async (folder: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ folder, log });
  onTestFinished(server.stop);
  return server;
};

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

type Said = { url: string; startMs: number } | { error: string };
type Owner = { child: ChildProcess; said: Said; url: string };

type User = { uid: number; gid: number };

/** The supervisor in a process of its own, to be killed. */
const startOwner = async (
  folder: string,
  { user, root }: { user?: User; root?: string } = {},
): Promise<Owner> => {
  const repository = root ?? path.resolve(import.meta.dirname, '../../../../..');
  const program = path.join(repository, 'packages/server/fixtures/embedded-postgres.ts');
  const child = spawn(process.execPath, [program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...user,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const said: Said = JSON.parse(line);
  return { child, said, url: 'url' in said ? said.url : '' };
};

const dataOf = async (folder: string): Promise<string> => path.join(await realpath(folder), 'data');

const postmasterOf = async (folder: string): Promise<number> =>
  (await postmasterPid(path.join(folder, 'data'))) ?? Number.NaN;

const gone = async (folder: string): Promise<void> => {
  const data = await dataOf(folder);
  await vi.waitFor(async () => expect(await postgresProcessesIn(data, undefined)).toEqual([]), {
    timeout: 2000,
    interval: 20,
  });
};

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
      expect(performance.now() - killed).toBeLessThan(1000);
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
      [path.resolve(import.meta.dirname, '../../../fixtures/embedded-postgres.ts'), folder],
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

describe.runIf(isRoot && isLinux)('from another place, or as another user', () => {
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
    const here = path.resolve(import.meta.dirname, '../../../../..');
    const there = path.join(top, 'a repository');
    await mkdir(path.join(there, 'node_modules'), { recursive: true });
    execFileSync('cp', ['-a', path.join(here, 'packages'), there]);
    execFileSync('cp', ['-al', path.join(here, 'node_modules/.pnpm'), path.join(there, 'node_modules')]);
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
