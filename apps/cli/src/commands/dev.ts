import { createLogger, handleShutdown } from '@carillon/process';
import { helpText, numberOf, type Options, readArguments } from '../arguments.ts';
import { databaseBanner, serverBanner } from '../banner.ts';
import type { Command } from '../command.ts';
import { keepDevRunner } from '../dev/keep-dev-runner.ts';
import { startLocalServer } from '../local-server.ts';
import { readServerConfig, serverOptions } from '../server-options.ts';

const options = {
  limit: { value: 'N', help: 'runs at once (CARILLON_LIMIT, carillon.config.ts, 4)' },
  ...serverOptions,
} as const satisfies Options;

const help = helpText({
  usage: 'carillon dev [--limit N] [--port N] [--host ADDR] [--data DIR] [FILE…]',
  about: `Server, deploy and runner in one. When a flow file or what it imports changes, it is deployed and served anew;
runs that are under way finish with what they began with. Without files: those of carillon.config.ts.`,
  options,
  further: 'Ctrl-C ends all of it.',
});

export const dev: Command = async (argv, env) => {
  const parsed = readArguments(argv, options);
  if (parsed.values.help === true) {
    console.log(help);
    return 0;
  }
  const limit = numberOf(parsed, 'limit', { min: 1, max: 1000 });
  const config = readServerConfig(parsed, { CARILLON_LOG_LEVEL: 'warn', ...env });
  const log = createLogger({ level: config.logLevel, destination: process.stderr });
  const shutdown = handleShutdown({ log, deadlineMs: config.shutdownSeconds * 1000 });
  const server = await startLocalServer({
    config,
    log,
    shutdown,
    onDatabase: (database) => console.log(databaseBanner(database)),
  });
  console.log(serverBanner(server));
  const runner = keepDevRunner({
    files: parsed.positionals,
    env: {
      CARILLON_LOG_LEVEL: 'warn',
      ...env,
      CARILLON_URL: server.url,
      ...(limit !== undefined && { CARILLON_LIMIT: String(limit) }),
    },
  });
  shutdown.onShutdown('runner', runner.stop);
  // The signal handler ends the process.
  return new Promise(() => {});
};
