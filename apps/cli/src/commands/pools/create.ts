import { numberOf, textOf } from '../../arguments.ts';
import { clientCommand, printJson } from '../../client-command.ts';
import { onlyOne } from '../../find/only-one.ts';

export const poolsCreate = clientCommand({
  usage: 'carillon pools create POOL [--limit N] [--type TYPE] [--description TEXT]',
  about: 'Makes a work pool with its default queue. `carillon runner --pool POOL FILE…` then takes its runs.',
  options: {
    limit: { value: 'N', help: 'runs at once, in all of its workers together (no limit)' },
    type: { value: 'TYPE', help: 'what its workers start (process)' },
    description: { value: 'TEXT', help: 'shown beside its name' },
  },
  async run({ parsed, client, json }) {
    const pool = await client.workPools.create({
      name: onlyOne(parsed, 'name'),
      type: textOf(parsed, 'type') ?? 'process',
      description: textOf(parsed, 'description') ?? null,
      concurrencyLimit: numberOf(parsed, 'limit', { min: 0, max: 1_000_000_000 }) ?? null,
    });
    if (json) printJson(pool);
    else console.log(`${pool.name}  created`);
    return 0;
  },
});
