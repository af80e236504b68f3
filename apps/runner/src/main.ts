import { relative } from 'node:path';
import { createLogger, type Environment, readConfig } from '@carillon/process';
import { type Definition, drainSignals, type RunEnded, serveRuns } from '@carillon/runner';
import { type Client, createClient, fullName } from '@carillon/sdk';
import { type Arguments, readArguments, help as text } from './arguments.ts';
import { defaults, runnerAppConfig } from './config.ts';
import { loadDefinitions } from './load-definitions.ts';
import { runEndLine } from './run-end-line.ts';

export { readConfigFile } from './config-file.ts';
export { type LoadedDefinitions, loadDefinitions } from './load-definitions.ts';
export { runEndLine } from './run-end-line.ts';

export type RunRunnerOptions = {
  /** Told what was loaded before it is served; answers what shall be. */
  prepare?: (client: Client, definitions: readonly Definition[]) => Promise<readonly Definition[]>;
};

/**
 * Executes the runs of flow files until a signal has drained it; answers the exit status: 0, 1 when nothing could be loaded,
 * 2 for arguments or settings that are wrong.
 */
export const runRunner = async (
  argv: readonly string[],
  env: Environment,
  { prepare }: RunRunnerOptions = {},
): Promise<number> => {
  const given = readOr2(() => ({
    arguments_: readArguments(argv),
    config: readConfig(runnerAppConfig, env),
  }));
  if (given === null) return 2;
  const { arguments_, config } = given;
  if (arguments_.help) {
    console.log(text);
    return 0;
  }
  const { definitions: loaded, faults, ...file } = await loadDefinitions(arguments_.files);
  for (const fault of faults) console.error(fault);
  if (loaded.length === 0) return 1;

  const url = arguments_.url ?? config.url ?? file.url ?? defaults.url;
  const limit = arguments_.limit ?? config.limit ?? file.limit ?? defaults.limit;
  const { apiKey, drainSeconds, graceSeconds, pollSeconds, logLevel } = config;
  const client = createClient({ url, ...(apiKey === undefined ? {} : { apiKey }) });
  const definitions = prepare === undefined ? loaded : await prepare(client, loaded);
  const signals = drainSignals(() => performance.now());
  await serveRuns({
    client,
    apiKey: apiKey ?? null,
    definitions,
    limit,
    ...(arguments_.pool && { pool: arguments_.pool }),
    signal: signals.drain,
    atOnce: signals.atOnce,
    // What people read goes to standard output, the log to standard error.
    log: createLogger({ level: logLevel, destination: process.stderr }),
    ...(arguments_.name === undefined ? {} : { name: arguments_.name }),
    settings: { drainSeconds, graceSeconds, pollSeconds },
    onMissing: sayMissing,
    onServing: (deployments) => {
      const served = servedInWords(arguments_.pool, deployments);
      if (served !== null)
        console.log(`✓ runner  ${limit} ${limit === 1 ? 'slot' : 'slots'} at ${url}, serving ${served}`);
    },
    onRunEnd: (end: RunEnded) => console.log(runEndLine(end, new Date())),
  });
  signals.dispose();
  return 0;
};

const readOr2 = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch (error) {
    // parseArgs says what is wrong with a TypeError, we with a plain one or a list of settings.
    console.error(error instanceof Error ? error.message : error);
    return null;
  }
};

/** `work pool local (queues fast, slow): report/daily`; null while there is nothing to serve. */
const servedInWords = (pool: Arguments['pool'], deployments: readonly string[]): string | null => {
  if (pool === undefined) return deployments.length === 0 ? null : deployments.join(', ');
  const queues = pool.queues
    ? ` (${pool.queues.length === 1 ? 'queue' : 'queues'} ${pool.queues.join(', ')})`
    : '';
  return `work pool ${pool.name}${queues}: ${deployments.join(', ') || 'nothing that is deployed'}`;
};

const sayMissing = (missing: readonly Definition[]): void => {
  for (const { deployment, file } of missing) {
    console.error(
      `${fullName(deployment)} is not deployed; run: carillon deploy ${relative(process.cwd(), file)}`,
    );
  }
};

if (import.meta.main) process.exitCode = await runRunner(process.argv.slice(2), process.env);
