import type { ConcurrencyLimit } from '@carillon/core';
import { clientCommand, printJson } from '../../client-command.ts';
import { table } from '../../format/table.ts';
import { pages } from '../../pages.ts';

const row = ({ name, limit, active, activeSlots, slotDecayPerSecond }: ConcurrencyLimit): string[] => [
  name,
  `${activeSlots} of ${limit}`,
  slotDecayPerSecond === 0 ? '' : `${slotDecayPerSecond} a second`,
  active ? '' : 'inactive: holds nobody back',
];

export const limitsLs = clientCommand({
  usage: 'carillon limits ls [--json]',
  about:
    'Lists the concurrency limits with the slots that are taken: of deployments, of tags (tag:NAME), and shared ones.',
  async run({ client, json }) {
    const found = await pages((cursor) => client.concurrencyLimits.list({ cursor }));
    if (json) printJson(found);
    else if (found.length === 0) console.log('There are no concurrency limits.');
    else console.log(table(['LIMIT', 'TAKEN', 'COMES BACK', ''], found.map(row)));
    return 0;
  },
});
