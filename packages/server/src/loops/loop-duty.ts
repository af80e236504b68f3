import type { PassResult } from '@carillon/process';
import type { ServerConfig } from '../config.ts';
import type { Services } from '../context.ts';

/** Work that comes round: what it is called, how often, and one pass of it. */
export type LoopDuty = {
  name: string;
  everySeconds: (config: ServerConfig) => number;
  pass: (services: Services) => Promise<PassResult>;
};
