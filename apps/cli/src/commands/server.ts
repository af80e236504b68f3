import { createLogger, handleShutdown } from '@carillon/process';
import { helpText, readArguments, refusePositionals } from '../arguments.ts';
import type { Command } from '../command.ts';
import { startLocalServer } from '../local-server.ts';
import { readServerConfig, serverOptions } from '../server-options.ts';

const help = helpText({
  usage: 'carillon server [--port N] [--host ADDR] [--data DIR]',
  about: 'Runs the server and, without DATABASE_URL, its own PostgreSQL. Ctrl-C ends both.',
  options: serverOptions,
  further: 'All settings: docs/configuration.md.',
});

export const server: Command = async (argv, env) => {
  const parsed = readArguments(argv, serverOptions);
  if (parsed.values.help === true) {
    console.log(help);
    return 0;
  }
  refusePositionals(parsed);
  const config = readServerConfig(parsed, env);
  const log = createLogger({ level: config.logLevel });
  const shutdown = handleShutdown({ log, deadlineMs: config.shutdownSeconds * 1000 });
  await startLocalServer({ config, log, shutdown });
  // The signal handler ends the process.
  return new Promise(() => {});
};
