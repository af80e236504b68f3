import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server of Prefect's REST, as a process. */
export type RestServer = AsyncDisposable & { api: string };

/** A Prefect makes its tables one migration after the other. */
const startMs = 180_000;
const endMs = 20_000;
const lookMs = 100;

const cli = path.join(import.meta.dirname, '../../../apps/cli/src/main.ts');

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

type Program = { command: string; args: readonly string[]; env: Readonly<Record<string, string>> };

const start = async (port: number, { command, args, env }: Program): Promise<RestServer> => {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const gone = once(child, 'exit');
  const dispose = async (): Promise<void> => {
    child.kill('SIGINT');
    const patience = setTimeout(() => child.kill('SIGKILL'), endMs);
    await gone;
    clearTimeout(patience);
  };
  const api = `http://127.0.0.1:${port}/api`;
  const deadline = performance.now() + startMs;
  while (!(await answers(`${api}/health`))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}.`);
    if (performance.now() > deadline) {
      await dispose();
      throw new Error(`${command} does not answer at ${api}.`);
    }
    await delay(lookMs);
  }
  return { api, [Symbol.asyncDispose]: dispose };
};

export const startOwnServer = async (databaseUrl: string): Promise<RestServer> => {
  const port = await freePort();
  return await start(port, {
    command: process.execPath,
    args: [cli, 'server', '--port', `${port}`],
    env: { DATABASE_URL: databaseUrl, CARILLON_LOG_LEVEL: 'error' },
  });
};

/** `prefect server` of this Python, with what it keeps besides in a folder. */
export const startPrefectServer = async (
  python: string,
  { databaseUrl, folder }: { databaseUrl: string; folder: string },
): Promise<RestServer> => {
  const port = await freePort();
  return await start(port, {
    command: python,
    args: ['-m', 'prefect', 'server', 'start', '--host', '127.0.0.1', '--port', `${port}`, '--no-ui'],
    env: {
      PREFECT_HOME: folder,
      PREFECT_API_DATABASE_CONNECTION_URL: databaseUrl.replace(/^postgres(ql)?:/, 'postgresql+asyncpg:'),
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      PREFECT_SERVER_LOGGING_LEVEL: 'ERROR',
      DO_NOT_TRACK: '1',
    },
  });
};
