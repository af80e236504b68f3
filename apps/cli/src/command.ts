import type { Environment } from '@carillon/process';

/** A command of the command line; answers the exit status once it has ended. */
export type Command = {
  /** One line for the list of commands. */
  summary: string;
  run: (argv: readonly string[], env: Environment) => Promise<number>;
};
