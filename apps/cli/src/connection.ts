import { type Environment, readConfig } from '@carillon/process';
import { runnerConfig } from '@carillon/runner';
import { type Client, createClient } from '@carillon/sdk';

/** How the command line finds its server: as a runner does. */
const connectionConfig = runnerConfig.pick({ apiKey: true }).extend({
  url: runnerConfig.shape.url.unwrap().optional().describe("the server's address"),
});

/** A client of the server that is named by argument, environment or `carillon.config.ts`, in this order. */
export const connect = (
  env: Environment,
  { argument, file }: { argument: string | undefined; file: string | undefined },
): Client => {
  const { url, apiKey } = readConfig(connectionConfig, env);
  return createClient({
    url: argument ?? url ?? file ?? runnerConfig.shape.url.parse(undefined),
    ...(apiKey !== undefined && { apiKey }),
  });
};
