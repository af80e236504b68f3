import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@carillon/core';
import { createLogger, type Logger, readConfig } from '@carillon/process';
import { createClient, type Deployment, deploy } from '@carillon/sdk';
import { handOverInChild } from './child/serving-here.ts';
import { runnerConfig } from './config.ts';
import { drainSignals } from './drain-signals.ts';
import { type ServeRunsOptions, serveRuns } from './serving/serve-runs.ts';

export type ServeOptions = {
  /** The server's address. By default that of CARILLON_URL, or http://127.0.0.1:4200. */
  url?: string;
  /** By default that of CARILLON_API_KEY. */
  apiKey?: string;
  /**
   * Takes the runs of this work pool, as one of its workers, or of some of its queues; deployments that name no pool are put
   * into it. By default the runs of these deployments alone.
   */
  pool?: string | { name: string; queues?: readonly string[] };
  /** Runs at once. 4 by default. */
  limit?: number;
  /** Begins the drain, as SIGTERM does. */
  signal?: AbortSignal;
  /**
   * The module, as a path or file URL, that a child process imports to get at the flows: it exports them, or calls serve().
   * By default the program itself.
   */
  file?: string;
  log?: Logger;
};

/**
 * Deploys these deployments, then executes their runs, each in a process of its own; resolves when SIGTERM, SIGINT or the
 * signal has drained it. Throws what deploy() throws.
 *
 * The children import the program, too: what stands before serve() happens in them as well, what stands after it does not.
 */
export const serve = async (
  definitions: readonly Deployment[],
  options: ServeOptions = {},
): Promise<void> => {
  // In a child the definitions are all that is wanted, and the program must not go on as if it had served.
  if (handOverInChild(definitions)) return new Promise(() => {});
  const config = readConfig(runnerConfig, process.env);
  const { url = config.url, apiKey = config.apiKey, limit = config.limit } = options;
  const log = options.log ?? createLogger({ level: config.logLevel });
  const client = createClient({ url, ...(apiKey === undefined ? {} : { apiKey }) });
  const file = moduleOf(options.file);

  const pool = poolOf(options.pool);

  await deploy(
    client,
    definitions.map((definition) => ({ ...definition, workPool: definition.workPool ?? pool?.name ?? null })),
  );
  const signals = drainSignals(() => performance.now());
  try {
    await serveRuns({
      client,
      apiKey: apiKey ?? null,
      definitions: definitions.map((deployment) => ({ file, deployment })),
      ...(pool && { pool }),
      limit,
      signal: options.signal ? AbortSignal.any([options.signal, signals.drain]) : signals.drain,
      atOnce: signals.atOnce,
      log,
      settings: {
        drainSeconds: config.drainSeconds,
        graceSeconds: config.graceSeconds,
        pollSeconds: config.pollSeconds,
      },
    });
  } finally {
    signals.dispose();
  }
};

const poolOf = (given: ServeOptions['pool']): ServeRunsOptions['pool'] => {
  if (given === undefined || typeof given === 'string')
    return given === undefined ? undefined : { name: given };
  return { name: given.name, ...(given.queues && { queues: [...given.queues] }) };
};

const moduleOf = (given: string | undefined = process.argv[1]): string => {
  if (given === undefined) {
    const message = 'serve() cannot tell which module its flows are in: pass file: import.meta.filename';
    throw new DomainError('INPUT_INVALID', { issues: [{ path: ['file'], message }] });
  }
  return given.startsWith('file:') ? fileURLToPath(given) : resolve(given);
};
