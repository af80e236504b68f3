import { userInfo } from 'node:os';
import { type Environment, readConfig } from '@carillon/process';
import { runnerConfig } from '@carillon/runner';
import { type Client, createClient } from '@carillon/sdk';

/** How the command line finds its server: as a runner does. */
const connectionConfig = runnerConfig.pick({ apiKey: true }).extend({
  url: runnerConfig.shape.url.unwrap().optional().describe("the server's address"),
});

/** Whom the server names when it is asked who did it; nobody where the system knows no name. */
const userName = (): string | undefined => {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
};

/** A client of the server that is named by argument, environment or `carillon.config.ts`, in this order. */
export const connect = (
  env: Environment,
  { argument, file }: { argument: string | undefined; file: string | undefined },
): Client => {
  const { url, apiKey } = readConfig(connectionConfig, env);
  const name = userName();
  return createClient({
    url: argument ?? url ?? file ?? runnerConfig.shape.url.parse(undefined),
    name: 'cli',
    ...(apiKey !== undefined && { apiKey }),
    ...(name !== undefined && { name }),
  });
};
