import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

// How much of what it said stands in the message of a test that waits in vain.
const linesShown = 15;

// A process that starts takes its time on a busy machine.
const saidWithinMs = 30_000;

export type StartedProcess = {
  pid: number | undefined;
  /** What it has said so far, on both of its outputs. */
  lines: readonly string[];
  kill(signal: NodeJS.Signals): void;
  /** Waits for a line of its output. */
  said(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>;
  /** Settles once it is gone and its last line is heard; null when a signal ended it. */
  exitCode: Promise<number | null>;
};

export type ProcessOptions = {
  cwd?: string;
  /** Laid over the environment of the tests; undefined takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
};

/** Runs a command as a process of its own, which whoever starts it ends. */
export const startCommand = (
  command: string,
  args: readonly string[] = [],
  { cwd = process.cwd(), env = {} }: ProcessOptions = {},
): StartedProcess => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
    env: { ...process.env, ...env },
  });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => lines.push(line));

  const find = (pattern: RegExp): RegExpMatchArray | undefined =>
    lines.map((line) => line.match(pattern)).find((match) => match !== null);
  return {
    pid: child.pid,
    lines,
    exitCode,
    kill: (signal) => void child.kill(signal),
    said: (pattern, withinMs = saidWithinMs) =>
      until(`a line like ${pattern}`, () => find(pattern), withinMs).catch((error: unknown) => {
        throw new Error(`${String(error)}; it said:\n${lines.slice(-linesShown).join('\n')}`);
      }),
  };
};

/** Runs a program, a source of ours, as a process of its own; gone with the test. */
export const startProcess = (
  file: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): StartedProcess => {
  const started = startCommand(process.execPath, [file, ...args], options);
  onTestFinished(async () => {
    started.kill('SIGKILL');
    await started.exitCode;
  });
  return started;
};
