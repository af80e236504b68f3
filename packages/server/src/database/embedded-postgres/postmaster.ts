import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '@carillon/process';
import { EmbeddedPostgresError } from './error.ts';
import { postmasterPid } from './leftovers.ts';
import { type RunAs, spawnOptions } from './run-as.ts';

// The shell outlives us by a moment: however we die, the pipe to it closes, and it stops the server.
const watcher = `"$0" "$@" </dev/null &
P=$!
trap '' INT TERM HUP
exec 2>/dev/null
cat >/dev/null
kill -INT $P
wait $P`;

const readyWords = 'database system is ready to accept connections';
const stopMs = 10_000;
const linesKept = 20;

export type Postmaster = {
  /** Resolves when the last of its processes has ended, asked to or not. */
  ended: Promise<void>;
  /** Ends open transactions and stops; by force where that takes longer than ten seconds. */
  stop(): Promise<void>;
};

export type LaunchOptions = {
  postgres: string;
  data: string;
  port: number;
  settings: Readonly<Record<string, string>>;
  runAs: RunAs | undefined;
  log: Logger;
  signal: AbortSignal | undefined;
};

/** Starts a server that cannot outlive this process; resolves when it takes connections. Throws with its own words. */
export const launchPostmaster = async (options: LaunchOptions): Promise<Postmaster> => {
  const { postgres, data, port, settings, runAs, log, signal } = options;
  const args = ['-D', data, '-p', String(port), '-k', ''];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const shell = spawn('sh', ['-c', watcher, postgres, ...args], {
    ...spawnOptions(runAs),
    // In a session of its own: Ctrl-C in the terminal is for us, and we stop it in our own time.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  shell.stdin.on('error', () => {});

  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let stopping = false;
  let over = false;

  // All processes of the server hold the other end of this pipe; the shell has let go of it.
  const output = createInterface({ input: shell.stderr });
  output.on('line', (line) => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
    log.debug({ line }, 'postgres says');
    if (line.includes(readyWords)) ready.resolve();
  });
  output.on('close', () => {
    over = true;
    ready.reject(new EmbeddedPostgresError(`PostgreSQL did not start:\n${lines.join('\n')}`));
    if (!stopping) log.error({ lines }, 'the embedded database ended by itself');
    shell.stdin.end();
    ended.resolve();
  });
  shell.once('error', (error) => ready.reject(error));
  shell.once('exit', () => {
    // Somebody killed the watcher: unwatched, the server could outlive us.
    if (!stopping) void stop();
  });

  const interrupt = async (name: NodeJS.Signals): Promise<void> => {
    const pid = over ? undefined : await postmasterPid(data);
    if (pid !== undefined) process.kill(pid, name);
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    shell.stdin.end();
    const watched = shell.exitCode === null && shell.signalCode === null;
    if (!watched) await interrupt('SIGINT').catch(() => {});
    const force = setTimeout(() => void interrupt('SIGQUIT').catch(() => {}), stopMs);
    await ended.promise;
    clearTimeout(force);
  };

  const abort = (): void => ready.reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    await ready.promise;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  return { ended: ended.promise, stop };
};
