import { createLogger, handleShutdown, readConfig } from '@carillon/process';
import { serverConfig, startServer } from '@carillon/server';
import { helpText, numberOf, type Options, readArguments, textOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { openDatabase } from '../database.ts';

const options = {
  port: { value: 'N', help: 'port to listen on (CARILLON_PORT, 4200)' },
  host: {
    value: 'ADDR',
    help: 'address to listen on (CARILLON_HOST, 127.0.0.1); any other needs CARILLON_API_KEY',
  },
  data: { value: 'DIR', help: 'folder of the embedded database (CARILLON_DATA_FOLDER, .carillon)' },
} as const satisfies Options;

const help = helpText({
  usage: 'carillon server [--port N] [--host ADDR] [--data DIR]',
  about: 'Runs the server and, without DATABASE_URL, its own PostgreSQL. Ctrl-C ends both.',
  options,
  further: 'All settings: docs/configuration.md.',
});

export const server: Command = {
  summary: 'the server, with an embedded PostgreSQL unless DATABASE_URL names one',
  run: async (argv, env) => {
    const parsed = readArguments(argv, options);
    if (parsed.values.help === true) {
      console.log(help);
      return 0;
    }
    const port = numberOf(parsed, 'port', { min: 0, max: 65_535 });
    const host = textOf(parsed, 'host');
    const dataFolder = textOf(parsed, 'data');
    const config = {
      ...readConfig(serverConfig, env),
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...(dataFolder !== undefined && { dataFolder }),
    };
    const log = createLogger({ level: config.logLevel });
    const shutdown = handleShutdown({ log, deadlineMs: config.shutdownSeconds * 1000 });
    const database = await openDatabase(config, log);
    shutdown.onShutdown('database', database.stop);
    try {
      const running = await startServer({ config, databaseUrl: database.url, log });
      shutdown.onShutdown('server', running.stop);
    } catch (error) {
      await shutdown.stop();
      throw error;
    }
    // The signal handler ends the process.
    return new Promise(() => {});
  },
};
