import { runnerConfig } from '@carillon/runner';

/** As of any runner; what may also stand in `carillon.config.ts` has no default yet. */
export const runnerAppConfig = runnerConfig.extend({
  url: runnerConfig.shape.url
    .unwrap()
    .optional()
    .describe("the server's address; http://127.0.0.1:4200 without one"),
  limit: runnerConfig.shape.limit.unwrap().optional().describe('runs at once; 4 without one'),
});

export const defaults = { url: 'http://127.0.0.1:4200', limit: 4 } as const;
