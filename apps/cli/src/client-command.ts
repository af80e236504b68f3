import { readConfigFile } from '@carillon/runner-app';
import type { Client } from '@carillon/sdk';
import { helpText, type Options, type Parsed, readArguments, textOf } from './arguments.ts';
import type { Command } from './command.ts';
import { connect } from './connection.ts';

/** What every command that asks a server takes. */
const connectionOptions = {
  url: {
    value: 'URL',
    help: "the server's address (CARILLON_URL, carillon.config.ts, http://127.0.0.1:4200)",
  },
  json: { help: 'answer as JSON' },
} as const satisfies Options;

export type ClientCommand = {
  usage: string;
  about: string;
  options?: Options;
  further?: string;
  /** Answers the exit status. */
  run: (on: { parsed: Parsed; client: Client; json: boolean }) => Promise<number>;
};

/** A command that asks a server: its help, its connection, and then what it does. */
export const clientCommand = ({ options = {}, run, ...help }: ClientCommand): Command => {
  const all = { ...options, ...connectionOptions };
  return async (argv, env) => {
    const parsed = readArguments(argv, all);
    if (parsed.values.help === true) {
      console.log(helpText({ ...help, options: all }));
      return 0;
    }
    const argument = textOf(parsed, 'url');
    const file = argument === undefined ? await readConfigFile(process.cwd()) : null;
    const client = connect(env, { argument, file: file?.url });
    return run({ parsed, client, json: parsed.values.json === true });
  };
};

/** For programs: everything that the server answered. */
export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
