#!/usr/bin/env node
import path from 'node:path';
import { ConfigError, createLogger, handleShutdown, readConfig } from '@carillon/process';
import { type RunEnded, serveRuns } from '@carillon/runner';
import { createClient, deploy, isCarillonError } from '@carillon/sdk';
import { serverConfig, startServer } from '@carillon/server';
import demo from '../../../examples/hello-schedule/src/hello.ts';
import { helpText, numberOf, type Options, readArguments } from './arguments.ts';
import { openDatabase } from './database.ts';
import { runLine } from './format/run-line.ts';
import { UsageError } from './usage-error.ts';

const slots = 4;
const onceDeadlineMs = 60_000;
const file = path.resolve(import.meta.dirname, '../../../examples/hello-schedule/src/hello.ts');

const options = {
  once: { help: 'end, with exit status 0, once each schedule has a completed run' },
  port: { value: 'N', help: 'port to listen on (CARILLON_PORT, 4200)' },
} as const satisfies Options;

const help = helpText({
  usage: 'npm run demo [-- --once]',
  about:
    'Starts database, server and runner, deploys examples/hello-schedule and prints a line a run. Ctrl-C ends all of it.',
  options,
  further: 'Data stays in .carillon/ (CARILLON_DATA_FOLDER) and is there again at the next start.',
});

const said = (what: string, about: string, note = ''): void =>
  console.log(`✓ ${what.padEnd(10)}  ${about}${note === '' ? '' : `   ${note}`}`);

const slugs = demo.schedules.map(({ slug }) => slug);

const main = async (argv: readonly string[]): Promise<void> => {
  const parsed = readArguments(argv, options);
  if (parsed.values.help === true) return console.log(help);
  const once = parsed.values.once === true;
  const config = readConfig(serverConfig, { CARILLON_LOG_LEVEL: 'warn', ...process.env });
  const port = numberOf(parsed, 'port', { min: 0, max: 65_535 }) ?? config.port;
  const log = createLogger({ level: config.logLevel });
  const shutdown = handleShutdown({ log, deadlineMs: config.shutdownSeconds * 1000 });

  const database = await openDatabase(config, log);
  shutdown.onShutdown('database', database.stop);
  const startTime = database.startMs === 0 ? '' : `${(database.startMs / 1000).toFixed(1)} s`;
  said('database', database.about, startTime);
  try {
    const server = await startServer({ config: { ...config, port }, databaseUrl: database.url, log });
    shutdown.onShutdown('server', server.stop);
    said('server', `${server.url}  (tRPC /trpc, /health, /ready)`);

    const apiKey = config.apiKey ?? null;
    const client = createClient({ url: server.url, ...(apiKey !== null && { apiKey }) });
    const [deployed] = await deploy(client, [demo]);
    said(
      'deployed',
      'hello/demo   3 schedules: cron every 5 s, interval 7 s, rrule every 10 s',
      `(${deployed?.changes.outcome})`,
    );
    said('runner', `${slots} slots, flows: hello`);

    const waiting = new Set(slugs);
    const ended = Promise.withResolvers<void>();
    const onRunEnd = (end: RunEnded): void => {
      console.log(runLine(new Date(), end));
      if (end.state === 'Completed' && end.schedule?.slug !== null) waiting.delete(end.schedule?.slug);
      if (once && waiting.size === 0) ended.resolve();
    };
    const stopping = new AbortController();
    const serving = serveRuns({
      client,
      apiKey,
      definitions: [{ file, deployment: demo }],
      limit: slots,
      signal: stopping.signal,
      log,
      settings: { drainSeconds: 2, graceSeconds: 1 },
      onRunEnd,
    });
    shutdown.onShutdown('runner', () => {
      stopping.abort();
      return serving;
    });
    if (!once) return;
    const deadline = setTimeout(
      () =>
        ended.reject(
          new Error(
            `not every schedule had a completed run within ${onceDeadlineMs / 1000} s: ${[...waiting].join(', ')}`,
          ),
        ),
      onceDeadlineMs,
    );
    await Promise.race([ended.promise, serving]);
    clearTimeout(deadline);
    process.exitCode = (await shutdown.stop()) ? 0 : 1;
    process.exit();
  } catch (error) {
    await shutdown.stop();
    throw error;
  }
};

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof UsageError || error instanceof ConfigError || isCarillonError(error);
  console.error(known || error instanceof Error ? error.message : error);
  if (!known && error instanceof Error && error.name === 'TypeError') console.error(error.stack);
  process.exit(1);
});
