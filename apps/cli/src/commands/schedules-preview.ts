import { previewStarts } from '@carillon/core';
import { helpText, numberOf, type Options, readArguments, textOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { startLines } from '../format/start-lines.ts';
import { readFrom } from '../preview/read-from.ts';
import { kindOf, kinds, readRule } from '../preview/read-rule.ts';
import { UsageError } from '../usage-error.ts';

const options = {
  timezone: { value: 'ZONE', help: 'whose wall clock the schedule means, such as Europe/Berlin (UTC)' },
  from: { value: 'TIME', help: 'where to begin: 2026-03-06, 2026-03-06T08:00 in the zone, or with Z (now)' },
  count: { value: 'N', help: 'how many starts (10)' },
  kind: { value: 'KIND', help: `${kinds.join(', ')}; otherwise told by the text` },
  json: { help: 'answer as JSON' },
} as const satisfies Options;

const help = helpText({
  usage:
    'carillon schedules preview [--timezone ZONE] [--from TIME] [--count N] [--kind KIND] [--json] SCHEDULE',
  about: "Shows a schedule's next starts, and what the clocks do to them. Needs no server.",
  options,
  further: "SCHEDULE is cron ('0 9 * * 1-5'), an interval (15m) or an rrule (FREQ=WEEKLY;BYDAY=MO).",
});

export const schedulesPreview: Command = async (argv) => {
  const parsed = readArguments(argv, options);
  if (parsed.values.help === true) {
    console.log(help);
    return 0;
  }
  const [text, ...more] = parsed.positionals;
  if (text === undefined || more.length > 0) {
    throw new UsageError(`One schedule is needed, in quotes.\n\n${help}`);
  }
  const asked = textOf(parsed, 'kind');
  const kind = asked === undefined ? kindOf(text) : kinds.find((known) => known === asked);
  if (kind === undefined) throw new UsageError(`--kind must be ${kinds.join(', ')}, not "${asked}"`);
  const schedule = readRule(text, kind, textOf(parsed, 'timezone'));
  const count = numberOf(parsed, 'count', { min: 1, max: 1000 }) ?? 10;
  const start = textOf(parsed, 'from');
  const from = start === undefined ? Date.now() : readFrom(start, schedule.timezone);
  const starts = previewStarts(schedule, { from, count });
  if (parsed.values.json === true) {
    console.log(JSON.stringify(starts, null, 2));
    return 0;
  }
  const lines = startLines(starts, schedule.timezone ?? 'UTC');
  console.log([...lines, ...(starts.length < count ? ['and none after that'] : [])].join('\n'));
  return 0;
};
