import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lineJoiner } from '../child/lines.ts';
import type { FromChild, LogLine, ToChild } from '../child/messages.ts';
import { childExecArgv } from './exec-argv.ts';
import { killGroup } from './kill-group.ts';
import type { Watcher } from './watcher.ts';

// The entry lies beside this file, as source or as built.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const entry = fileURLToPath(new URL(`../child/main.${extension}`, import.meta.url));

/** A process that left the group may hold the pipes open for ever; this long after the child's end they are let go. */
const lastOutputMs = 1000;

/** How a process ended: by itself, by a signal, or never begun. */
export type ChildEnd =
  | { kind: 'exit'; code: number }
  | { kind: 'signal'; signal: NodeJS.Signals }
  | { kind: 'not-started'; reason: string };

export type Child = {
  /** Undefined when the system could not start it. */
  readonly pid: number | undefined;
  /** Settles once the process is gone, its group killed and its last output heard. */
  readonly ended: Promise<ChildEnd>;
  send(message: ToChild): void;
  /** To the whole group: a flow's own processes too. */
  signal(signal: NodeJS.Signals): void;
  /** Told once, by whoever takes the child; until then what it says waits. */
  listen(on: { message: (message: FromChild) => void; line: (line: LogLine) => void }): void;
};

const forked = (): ChildProcess | Error => {
  try {
    return fork(entry, [], {
      detached: true,
      execPath: process.execPath,
      execArgv: childExecArgv(process.execArgv),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Where the system has no room for another process. */
const neverStarted = (error: Error): Child => ({
  pid: undefined,
  ended: Promise.resolve({ kind: 'not-started', reason: error.message }),
  send() {},
  signal() {},
  listen() {},
});

/** Starts a process that waits for one run. It leads a group of its own, which the watcher ends with us. */
export const spawnChild = (watcher: Watcher): Child => {
  const child = forked();
  if (child instanceof Error) return neverStarted(child);
  const { pid } = child;
  if (pid !== undefined) watcher.add(pid);

  const ended = new Promise<ChildEnd>((resolve) => {
    child.on('error', (error) => {
      if (pid === undefined) resolve({ kind: 'not-started', reason: error.message });
    });
    // What the flow left running holds the pipes open, and goes with it.
    child.once('exit', () => {
      if (pid === undefined) return;
      killGroup(pid, 'SIGKILL');
      watcher.remove(pid);
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, lastOutputMs).unref();
    });
    child.once('close', (code, signal) => {
      if (pid === undefined) return;
      resolve(signal ? { kind: 'signal', signal } : { kind: 'exit', code: code ?? 0 });
    });
  });

  return {
    pid,
    ended,
    send(message) {
      // A child that is gone says so by its end.
      if (child.connected) child.send(message, () => {});
    },
    signal(signal) {
      if (pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(pid, signal);
    },
    listen(on) {
      child.on('message', (message) => on.message(message as FromChild)); // our own entry is at the other end
      for (const { stream, level } of [
        { stream: child.stdout, level: 20 },
        { stream: child.stderr, level: 40 },
      ]) {
        const joiner = lineJoiner((message) => on.line({ level, message, timestamp: Date.now() }));
        stream?.setEncoding('utf8').on('data', (chunk: string) => joiner.add(chunk));
        stream?.once('end', () => joiner.flush());
      }
    },
  };
};
