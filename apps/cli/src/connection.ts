import { type Environment, readConfig } from '@carillon/process';
import { type Client, createClient } from '@carillon/sdk';
import { z } from 'zod';

/** How the command line finds its server. */
const connectionConfig = z.object({
  url: z.url().default('http://127.0.0.1:4200').describe("the server's address"),
  apiKey: z.string().optional().describe("the server's API key"),
});

/** A client of the server that is named by argument, configuration file or environment, in this order. */
export const connect = (env: Environment, url: string | undefined): Client => {
  const config = readConfig(connectionConfig, env);
  return createClient({
    url: url ?? config.url,
    ...(config.apiKey !== undefined && { apiKey: config.apiKey }),
  });
};
