import { runRunner } from '@carillon/runner-app';
import type { Command } from '../command.ts';

export const runner: Command = {
  summary: 'executes what is due of the deployments of flow files',
  run: (argv, env) => runRunner(argv, env),
};
