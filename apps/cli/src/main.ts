#!/usr/bin/env node
import { commands, type Entry } from './commands.ts';
import { sayError } from './say-error.ts';

/** All commands, or those of a group: `carillon runs`. */
const help = (group = ''): string => {
  const shown = Object.entries(commands).filter(([name]) => group === '' || name.startsWith(`${group} `));
  const width = Math.max(...shown.map(([name]) => name.length)) + 2;
  const lines = shown.map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
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
  const isGroup = Object.keys(commands).some((name) => name.startsWith(`${argv[0]} `));
  const [group, ...rest] = isGroup ? argv : ['', ...argv];
  const asked = rest.length === 0 || rest[0] === '--help' || rest[0] === '-h';
  if (!asked) console.error(`There is no command "${argv.slice(0, 2).join(' ')}".\n`);
  (asked ? console.log : console.error)(help(group));
  return asked ? 0 : 2;
};

process.exitCode = await run(process.argv.slice(2)).catch(sayError);
