// Plays files of schedule vectors through the engine: npm run vectors -- FILE.jsonl…
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { occurrences } from '../packages/core/src/index.ts';
import { readVector, type Vector } from './vectors/read-vector.ts';

const help = `npm run vectors -- FILE.jsonl…

Plays schedule vectors through the engine, prints each difference, and at the end "N match, M differ".
A line is one JSON object: schedule (in Prefect's spelling: cron, interval or rrule), start, end (inclusive, or null),
n (at most so many starts) and dates (the starts that must come out, UTC, ascending).
Exit status: 0 when all match, 1 when any differs, 2 when the call or a file is at fault.`;

/** What a person did wrong: told without a stack, exit status 2. */
class UsageError extends Error {}

const text = (start: number): string => new Date(start).toISOString();

const play = ({ schedule, start, end, most }: Vector): string[] => {
  const starts: string[] = [];
  if (most <= 0) return starts;
  for (const at of occurrences(schedule, start)) {
    if (end !== null && at > end) break;
    starts.push(text(at));
    if (starts.length === most) break;
  }
  return starts;
};

/** The first place where two lists part, in words; null when they are equal. */
const difference = (wanted: readonly string[], got: readonly string[]): string | null => {
  const length = Math.max(wanted.length, got.length);
  for (let index = 0; index < length; index += 1) {
    if (wanted[index] === got[index]) continue;
    return `start ${index + 1} of ${wanted.length}: expected ${wanted[index] ?? 'none'}, got ${got[index] ?? 'none'}`;
  }
  return null;
};

/** Says what is wrong with a line, or null. */
const fault = (line: string): string | null => {
  let vector: Vector;
  try {
    vector = readVector(line);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const name = JSON.stringify(vector.given);
  try {
    const found = difference(vector.starts.map(text), play(vector));
    return found === null ? null : `${name} from ${text(vector.start)}\n  ${found}`;
  } catch (error) {
    return `${name}\n  ${error instanceof Error ? error.message : String(error)}`;
  }
};

const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const filesOf = (args: string[]): string[] | null => {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help === true) return null;
    if (positionals.length > 0) return positionals;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
  throw new UsageError(`A file of vectors is needed.\n\n${help}`);
};

const main = (args: string[]): number => {
  const files = filesOf(args);
  if (files === null) {
    console.log(help);
    return 0;
  }
  let match = 0;
  let differ = 0;
  for (const [file, lines] of files.map((name) => [name, linesOf(name)] as const)) {
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const found = fault(line);
      if (found === null) match += 1;
      else {
        differ += 1;
        console.log(`${file}:${index + 1}: ${found}`);
      }
    }
  }
  console.log(`${match} match, ${differ} differ`);
  return differ === 0 ? 0 : 1;
};

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
