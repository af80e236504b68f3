import { parseArgs } from 'node:util';

export const help = `carillon runner [--pool POOL [--queue QUEUE]…] [--url URL] [--limit N] [--name NAME] [FILE…]

Executes what is due of the deployments of these flow files, each run in a process of its own. Without files: those of
carillon.config.ts. It never deploys; \`carillon deploy\` does. Ctrl-C lets running flows finish, a second one ends them.
With --pool it is a worker of that work pool: it takes what waits there, and gives back what none of its files has.

  --pool POOL   takes the runs of this work pool
  --queue QUEUE only those of this queue of the pool; may be given several times
  --url URL     the server's address (CARILLON_URL, carillon.config.ts, http://127.0.0.1:4200)
  --limit N     runs at once (CARILLON_LIMIT, carillon.config.ts, 4)
  --name NAME   how the server calls this runner (the machine's name and the process id)
  --help        shows this

CARILLON_API_KEY is the server's secret; CARILLON_DRAIN_SECONDS and CARILLON_GRACE_SECONDS say how it ends, and
CARILLON_POLL_SECONDS how often it looks for work where no stream from the server gets through.`;

export type Arguments = {
  files: string[];
  pool: { name: string; queues?: string[] } | undefined;
  url: string | undefined;
  limit: number | undefined;
  name: string | undefined;
  help: boolean;
};

/** Throws with words for an option that does not exist or has no sensible value. */
export const readArguments = (argv: readonly string[]): Arguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      pool: { type: 'string' },
      queue: { type: 'string', multiple: true },
      url: { type: 'string' },
      limit: { type: 'string' },
      name: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
    throw new Error(`--limit must be a whole number from 1 to 1000, not "${values.limit}"`);
  }
  const { pool: name, queue: queues } = values;
  if (queues !== undefined && name === undefined)
    throw new Error('--queue needs --pool: queues belong to pools');
  const pool = name === undefined ? undefined : { name, ...(queues && { queues }) };
  return { files: positionals, pool, url: values.url, limit, name: values.name, help: values.help };
};
