#!/usr/bin/env node
import type { Command } from './command.ts';
import { deploy } from './commands/deploy.ts';
import { dev } from './commands/dev.ts';
import { runner } from './commands/runner.ts';
import { schedulesPreview } from './commands/schedules-preview.ts';
import { server } from './commands/server.ts';
import { sayError } from './say-error.ts';

const commands: Readonly<Record<string, Command>> = {
  server,
  runner,
  deploy,
  dev,
  'schedules preview': schedulesPreview,
};

const help = (): string => {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
  return ['carillon COMMAND …', '', ...lines, '', '`carillon COMMAND --help` tells more.', ''].join('\n');
};

/** The command whose name, of one or two words, the arguments begin with. */
const find = (argv: readonly string[]): { command: Command; rest: readonly string[] } | null => {
  for (const words of [2, 1]) {
    const command = commands[argv.slice(0, words).join(' ')];
    if (command !== undefined) return { command, rest: argv.slice(words) };
  }
  return null;
};

const run = async (argv: readonly string[]): Promise<number> => {
  const found = find(argv);
  if (found !== null) return found.command.run(found.rest, process.env);
  const asked = argv.length === 0 || argv[0] === '--help' || argv[0] === '-h';
  if (!asked) console.error(`There is no command "${argv.slice(0, 2).join(' ')}".\n`);
  (asked ? console.log : console.error)(help());
  return asked ? 0 : 2;
};

process.exitCode = await run(process.argv.slice(2)).catch(sayError);
