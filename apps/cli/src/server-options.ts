import { type Environment, readConfig } from '@carillon/process';
import { type ServerConfig, serverConfig } from '@carillon/server';
import { numberOf, type Options, type Parsed, textOf } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** What every command that starts a server takes. */
export const serverOptions = {
  port: { value: 'N', help: 'port to listen on (CARILLON_PORT, 4200); 0 picks a free one' },
  host: {
    value: 'ADDR',
    help: 'address to listen on (CARILLON_HOST, 127.0.0.1); any other needs CARILLON_API_KEY',
  },
  data: { value: 'DIR', help: 'folder of the embedded database (CARILLON_DATA_FOLDER, .carillon)' },
} as const satisfies Options;

/** The server's settings: arguments, then environment, then defaults. */
export const readServerConfig = (parsed: Parsed, env: Environment): ServerConfig => {
  const port = numberOf(parsed, 'port', { min: 0, max: 65_535 });
  const host = textOf(parsed, 'host');
  const dataFolder = textOf(parsed, 'data');
  if (dataFolder?.trim() === '') throw new UsageError('--data must name a folder');
  return {
    ...readConfig(serverConfig, env),
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
    ...(dataFolder !== undefined && { dataFolder }),
  };
};
