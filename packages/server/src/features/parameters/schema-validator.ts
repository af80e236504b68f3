import { Worker } from 'node:worker_threads';
import type { JsonObject, JsonValue } from '@carillon/core';
import type { SchemaCheck, SchemaCheckResult } from './schema-check.ts';
import type { SchemaCheckOptions } from './schema-form.ts';

export type { SchemaCheckOptions };

/** Checks values against stored JSON Schemas in a thread of their own: a `pattern` that hangs there hangs nobody here. */
export type SchemaValidator = {
  check: (schema: JsonObject, value: JsonValue, options?: SchemaCheckOptions) => Promise<SchemaCheckResult>;
  /** Refuses what comes later and what still waits. */
  close: () => Promise<void>;
};

type Waiting = {
  check: SchemaCheck;
  resolve: (result: SchemaCheckResult) => void;
  reject: (error: Error) => void;
};

const startTriesMax = 3;
const memoryMb = 128;

// The same file unbuilt and built.
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './schema-worker.ts' : './schema-worker.js',
  import.meta.url,
);

const unfinished = (why: string): SchemaCheckResult => ({
  ok: false,
  issues: [{ path: [], message: `could not be checked: ${why}; look for a costly "pattern" in the schema` }],
});

/** One thread, one check at a time, each with `deadlineSeconds`; a thread that exceeds it or dies is replaced. */
export const createSchemaValidator = ({ deadlineSeconds }: { deadlineSeconds: number }): SchemaValidator => {
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let ready = false;
  let failedStarts = 0;
  let running: Waiting | null = null;
  let deadline: NodeJS.Timeout | undefined;
  let closed = false;

  const finish = (result: SchemaCheckResult): void => {
    clearTimeout(deadline);
    const done = running;
    running = null;
    done?.resolve(result);
  };

  const drop = (): Promise<number> | undefined => {
    const gone = worker;
    worker = null;
    ready = false;
    gone?.removeAllListeners();
    // A thread that is being ended may still say why; nobody needs to hear it.
    gone?.on('error', () => {});
    return gone?.terminate();
  };

  /** The thread ended by itself: in a check (out of memory, say), or before it could take one. */
  const died = (why: string): void => {
    const wasReady = ready;
    drop();
    if (running !== null) finish(unfinished(why));
    failedStarts = wasReady ? 0 : failedStarts + 1;
    if (failedStarts >= startTriesMax) {
      failedStarts = 0;
      for (const { reject } of queue.splice(0)) reject(new Error(`the schema thread does not start: ${why}`));
    }
    next();
  };

  const start = (): void => {
    worker = new Worker(workerUrl, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`its thread ended with code ${code}`));
    worker.on('message', (message: SchemaCheckResult | 'ready') => {
      if (message === 'ready') ready = true;
      else finish(message);
      next();
    });
  };

  const next = (): void => {
    if (closed || running !== null) return;
    if (queue.length === 0) {
      // An idle thread does not keep a process alive.
      worker?.unref();
      return;
    }
    if (worker === null) start();
    worker?.ref();
    if (!ready) return;
    running = queue.shift() ?? null;
    deadline = setTimeout(() => {
      drop();
      finish(unfinished(`it took longer than ${deadlineSeconds} s`));
      next();
    }, deadlineSeconds * 1000);
    worker?.postMessage(running?.check);
  };

  return {
    check: (schema, value, options = {}) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the schema validator is closed'));
        queue.push({ check: { schema, value, options }, resolve, reject });
        next();
      }),
    close: async () => {
      closed = true;
      clearTimeout(deadline);
      const left = [...(running === null ? [] : [running]), ...queue.splice(0)];
      running = null;
      for (const { reject } of left) reject(new Error('the schema validator is closed'));
      await drop();
    },
  };
};
