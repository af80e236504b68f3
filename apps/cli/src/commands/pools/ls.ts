import type { WorkPool } from '@carillon/core';
import { clientCommand, printJson } from '../../client-command.ts';
import { table } from '../../format/table.ts';
import { pages } from '../../pages.ts';

/** `2 of 8`, or nothing without a limit. */
export const slotsInWords = ({
  activeSlots,
  concurrencyLimit,
}: Pick<WorkPool, 'activeSlots' | 'concurrencyLimit'>): string =>
  concurrencyLimit === null ? '' : `${activeSlots ?? 0} of ${concurrencyLimit}`;

/** A pool's status in the words of people. */
export const poolStatus = ({ isPaused, status }: WorkPool): string =>
  isPaused ? 'paused' : status === null ? '' : status === 'READY' ? 'ready' : 'no worker';

export const poolsLs = clientCommand({
  usage: 'carillon pools ls [--json]',
  about: 'Lists the work pools.',
  async run({ client, json }) {
    const found = await pages((cursor) => client.workPools.list({ cursor }));
    if (json) printJson(found);
    else if (found.length === 0) console.log('There are no work pools; carillon pools create makes one.');
    else {
      console.log(
        table(
          ['POOL', 'TYPE', 'STATUS', 'SLOTS', 'DESCRIPTION'],
          found.map((pool) => [
            pool.name,
            pool.type,
            poolStatus(pool),
            slotsInWords(pool),
            pool.description ?? '',
          ]),
        ),
      );
    }
    return 0;
  },
});
