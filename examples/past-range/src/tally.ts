import { cron, flow } from '@carillon/sdk';
import { z } from 'zod';

export const tally = flow({
  name: 'tally',
  parameters: z.object({ shop: z.string() }),
  async run({ shop }, { run }) {
    return { shop, day: run.scheduledTime?.toISOString().slice(0, 10) ?? null };
  },
});

export default tally.deployment({
  name: 'nightly',
  schedules: [
    cron('0 2 * * *', { timezone: 'Europe/Berlin', slug: 'night', parameters: { shop: 'berlin' } }),
  ],
});
