import { runRunner } from '@carillon/runner-app';
import type { Command } from '../command.ts';

export const runner: Command = (argv, env) => runRunner(argv, env);
