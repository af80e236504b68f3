import type { Log } from '@carillon/core';
import { runLogs } from '@carillon/sdk';
import { textOf } from '../../arguments.ts';
import { clientCommand } from '../../client-command.ts';
import { findRun } from '../../find/find-run.ts';
import { onlyOne } from '../../find/only-one.ts';
import { clockTime } from '../../format/clock-time.ts';
import { UsageError } from '../../usage-error.ts';

const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;

const levelName = (level: number): string =>
  Object.entries(levels).findLast(([, least]) => level >= least)?.[0] ?? 'trace';

const line = ({ timestamp, level, message }: Log): string =>
  `${clockTime(timestamp)}  ${levelName(level).padEnd(5)}  ${message.replaceAll('\n', '\n                     ')}`;

const readLevel = (text: string): number => {
  const found = Object.entries(levels).find(([name]) => name === text);
  if (found) return found[1];
  throw new UsageError(`--level must be ${Object.keys(levels).join(', ')}, not "${text}"`);
};

export const runsLogs = clientCommand({
  usage: 'carillon runs logs [-f] [--level LEVEL] RUN [--json]',
  about: "Prints a run's log. Ctrl-C ends the printing, never the run.",
  options: {
    follow: { help: 'go on with each new line until the run has ended', short: 'f' },
    level: { value: 'LEVEL', help: 'the least level: debug, info, warn, error' },
  },
  further: 'RUN is an id, the beginning of one, or the name of a run. As JSON: one object a line.',
  async run({ parsed, client, json }) {
    const level = textOf(parsed, 'level');
    const { id } = await findRun(client, onlyOne(parsed, 'run'));
    const options = {
      follow: parsed.values.follow === true,
      ...(level !== undefined && { level: readLevel(level) }),
    };
    for await (const log of runLogs(client, id, options)) console.log(json ? JSON.stringify(log) : line(log));
    return 0;
  },
});
