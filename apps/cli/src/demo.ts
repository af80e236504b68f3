#!/usr/bin/env node
import path from 'node:path';
import { createLogger, handleShutdown, type Logger, type Shutdown } from '@carillon/process';
import { type RunEnded, serveRuns } from '@carillon/runner';
import { runEndLine } from '@carillon/runner-app';
import { createClient, deploy } from '@carillon/sdk';
import demo from '../../../examples/hello-schedule/src/hello.ts';
import { helpText, type Options, readArguments, refusePositionals } from './arguments.ts';
import { banner, databaseBanner, serverBanner } from './banner.ts';
import { startLocalServer } from './local-server.ts';
import { sayError } from './say-error.ts';
import { readServerConfig, serverOptions } from './server-options.ts';

const slots = 4;
const onceDeadlineMs = 60_000;
const file = path.resolve(import.meta.dirname, '../../../examples/hello-schedule/src/hello.ts');

const options = {
  once: { help: 'end, with exit status 0, once each schedule has a completed run' },
  ...serverOptions,
} as const satisfies Options;

const help = helpText({
  usage: 'npm run demo [-- --once]',
  about:
    'Starts database, server and runner, deploys examples/hello-schedule and prints a line a run. Ctrl-C ends all of it.',
  options,
  further: 'Data stays in the folder and is there again at the next start.',
});

type Playing = { log: Logger; shutdown: Shutdown };

/** Tells when each schedule has had a completed run. */
const firstRuns = (): { note: (end: RunEnded) => void; all: Promise<void> } => {
  const waiting = new Set<string | null | undefined>(demo.schedules.map(({ slug }) => slug));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const seconds = onceDeadlineMs / 1000;
  const deadline = setTimeout(() => {
    reject(new Error(`no completed run within ${seconds} s of: ${[...waiting].join(', ')}`));
  }, onceDeadlineMs);
  const note = ({ state, schedule }: RunEnded): void => {
    if (state === 'Completed') waiting.delete(schedule?.slug);
    if (waiting.size === 0) resolve();
  };
  return { note, all: promise.finally(() => clearTimeout(deadline)) };
};

/** Deploys and serves; resolves once each schedule has a completed run where that is all that is wanted, else never. */
const play = async (
  url: string,
  apiKey: string | null,
  once: boolean,
  { log, shutdown }: Playing,
): Promise<void> => {
  const client = createClient({ url, ...(apiKey !== null && { apiKey }) });
  const [deployed] = await deploy(client, [demo]);
  const schedules = '3 schedules: cron every 5 s, interval 7 s, rrule every 10 s';
  console.log(banner('deployed', `hello/demo   ${schedules}   (${deployed?.changes.outcome})`));

  const first = once ? firstRuns() : null;
  const stopping = new AbortController();
  const serving = serveRuns({
    client,
    apiKey,
    definitions: [{ file, deployment: demo }],
    limit: slots,
    signal: stopping.signal,
    log,
    settings: { drainSeconds: 2, graceSeconds: 1 },
    onServing: (deployments) => {
      if (deployments.length > 0) console.log(banner('runner', `${slots} slots, flows: hello`));
    },
    onRunEnd: (end) => {
      console.log(runEndLine(end, new Date()));
      first?.note(end);
    },
  });
  shutdown.onShutdown('runner', () => {
    stopping.abort();
    return serving;
  });
  // A signal ends the runner in good order, and then the process.
  const never = serving.then(() => new Promise<void>(() => {}));
  await Promise.race([never, ...(first === null ? [] : [first.all])]);
};

const main = async (argv: readonly string[]): Promise<void> => {
  const parsed = readArguments(argv, options);
  if (parsed.values.help === true) return console.log(help);
  refusePositionals(parsed);
  const config = readServerConfig(parsed, { CARILLON_LOG_LEVEL: 'warn', ...process.env });
  const log = createLogger({ level: config.logLevel });
  const shutdown = handleShutdown({ log, deadlineMs: config.shutdownSeconds * 1000 });
  const server = await startLocalServer({
    config,
    log,
    shutdown,
    onDatabase: (database) => console.log(databaseBanner(database)),
  });
  console.log(serverBanner(server));
  try {
    await play(server.url, config.apiKey ?? null, parsed.values.once === true, { log, shutdown });
  } finally {
    if (!(await shutdown.stop())) process.exitCode = 1;
  }
};

await main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = sayError(error);
});
process.exit();
