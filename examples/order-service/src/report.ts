import { flow, task } from '@carillon/sdk';
import { z } from 'zod';

const regions = { eu: ['book', 'pen', 'lamp'], us: ['desk', 'chair'] } as const;

const fetchRows = task({
  name: 'fetch rows',
  retries: 3,
  retryDelay: '1s',
  async run(region: 'eu' | 'us', { log }) {
    log.debug('fetching', { region });
    return regions[region];
  },
});

export const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']), order: z.string() }),
  retries: 1,
  retryDelay: '1s',
  timeout: '1m',
  async run({ region, order }, { log }) {
    const rows = await fetchRows(region);
    log.info('fetched', { order, rows: rows.length });
    return { order, rows: rows.length };
  },
});

export default report.deployment({ name: 'on-order', description: 'Started by the order service.' });
