import { cron, every, flow, task } from '@carillon/sdk';
import { z } from 'zod';

const fetchRows = task({
  name: 'fetch rows',
  retries: 3,
  retryDelay: '1ms',
  async run(region: string, { attempt, log }) {
    if (attempt < 2) throw new Error('the first attempt fails');
    log.info('fetched', { region });
    return [region];
  },
});

export const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']), day: z.iso.date().optional() }),
  timeout: '10m',
  async run({ region }, { run }) {
    const rows = await fetchRows(region);
    return { rows: rows.length, attempt: run.attempt, at: new Date(0) };
  },
});

export default report.deployment({
  name: 'daily',
  tags: ['finance'],
  schedules: [
    cron('0 9 * * 1-5', { timezone: 'Europe/Berlin', slug: 'eu', parameters: { region: 'eu' } }),
    every('15m', { slug: 'pulse', parameters: { region: 'us' }, active: false }),
  ],
});
