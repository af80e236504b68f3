import type { Environment } from '@carillon/process';

/** A command of the command line; answers the exit status once it has ended. */
export type Command = (argv: readonly string[], env: Environment) => Promise<number>;
