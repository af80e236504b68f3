import { cron, every, flow, rrule } from '@carillon/sdk';
import { z } from 'zod';

export const hello = flow({
  name: 'hello',
  parameters: z.object({ name: z.string().default('world') }),
  async run({ name }, { log, run }) {
    log.info(`Hello, ${name}!`, { attempt: run.attempt });
    return { greeted: name };
  },
});

export default hello.deployment({
  name: 'demo',
  description: 'One schedule of each kind, seconds apart.',
  schedules: [
    cron('* * * * * */5', { slug: 'cron', parameters: { name: 'cron' } }),
    every('7s', { slug: 'interval', parameters: { name: 'interval' } }),
    rrule('FREQ=SECONDLY;INTERVAL=10', { slug: 'rrule', parameters: { name: 'rrule' } }),
  ],
});
