import { logLevels } from '@carillon/process';
import { z } from 'zod';
import { defaultSettings } from './serving/settings.ts';

/** What the environment may say of a runner; `drainSeconds` is CARILLON_DRAIN_SECONDS. */
export const runnerConfig = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:4200')
    .describe("the server's address"),
  apiKey: z.string().optional().describe('the secret that the server asks for'),
  limit: z.int().min(1).max(1000).default(4).describe('runs at once'),
  drainSeconds: z
    .number()
    .min(0)
    .default(defaultSettings.drainSeconds)
    .describe('how long running flows may finish once the runner is to end'),
  graceSeconds: z
    .number()
    .min(0)
    .default(defaultSettings.graceSeconds)
    .describe('between telling a flow to end and killing it'),
  pollSeconds: z
    .number()
    .min(0.05)
    .default(defaultSettings.pollSeconds)
    .describe('between two looks for runs where no stream tells of them'),
  logLevel: z.enum(logLevels).default('info').describe('the least that is logged'),
});
