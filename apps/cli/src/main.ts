#!/usr/bin/env node
import type { Command } from './command.ts';
import { sayError } from './say-error.ts';

type Entry = { summary: string; load: () => Promise<Command> };

/** Only what is asked for is loaded: a runner has no use for a server's code. */
const commands: Readonly<Record<string, Entry>> = {
  server: {
    summary: 'the server, with an embedded PostgreSQL unless DATABASE_URL names one',
    load: async () => (await import('./commands/server.ts')).server,
  },
  runner: {
    summary: 'executes what is due of the deployments of flow files',
    load: async () => (await import('./commands/runner.ts')).runner,
  },
  deploy: {
    summary: 'deploys what flow files export, and says what that changes',
    load: async () => (await import('./commands/deploy.ts')).deploy,
  },
  dev: {
    summary: 'server, deploy and runner in one; restarts on change',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  'schedules preview': {
    summary: "shows a schedule's next starts, and what the clocks do to them",
    load: async () => (await import('./commands/schedules-preview.ts')).schedulesPreview,
  },
};

const help = (): string => {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
  return ['carillon COMMAND …', '', ...lines, '', '`carillon COMMAND --help` tells more.', ''].join('\n');
};

/** The command whose name, of one or two words, the arguments begin with. */
const find = (argv: readonly string[]): { command: Entry; rest: readonly string[] } | null => {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return { command, rest: argv.slice(words) };
  }
  return null;
};

const run = async (argv: readonly string[]): Promise<number> => {
  const found = find(argv);
  if (found !== null) return (await found.command.load())(found.rest, process.env);
  const asked = argv.length === 0 || argv[0] === '--help' || argv[0] === '-h';
  if (!asked) console.error(`There is no command "${argv.slice(0, 2).join(' ')}".\n`);
  (asked ? console.log : console.error)(help());
  return asked ? 0 : 2;
};

process.exitCode = await run(process.argv.slice(2)).catch(sayError);
