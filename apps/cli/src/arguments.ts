import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** One option of a command: its value's name (none for a switch) and one line of help. */
type Option = { value?: string; help: string; short?: string };
export type Options = Readonly<Record<string, Option>>;

export type Parsed = {
  values: Readonly<Record<string, string | boolean | undefined>>;
  positionals: readonly string[];
};

/** Throws UsageError, with parseArgs's words, for an option that does not exist or lacks its value. */
export const readArguments = (argv: readonly string[], options: Options): Parsed => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(
          Object.entries(options).map(([name, { value, short }]) => [
            name,
            {
              type: value === undefined ? 'boolean' : 'string',
              ...(short !== undefined && { short }),
            } as const,
          ]),
        ),
        help: { type: 'boolean', short: 'h' },
      },
    });
    return { values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

/** For a command that takes options alone. */
export const refusePositionals = ({ positionals: [first] }: Parsed): void => {
  if (first !== undefined)
    throw new UsageError(`There is nothing to do with "${first}"; --help shows what there is`);
};

export const textOf = ({ values }: Parsed, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** A whole number between bounds, or UsageError naming the option. */
export const numberOf = (
  parsed: Parsed,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined => {
  const text = textOf(parsed, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
};

export type CommandHelp = { usage: string; about: string; options: Options; further?: string };

export const helpText = ({ usage, about, options, further }: CommandHelp): string => {
  const rows = Object.entries({ ...options, help: { short: 'h', help: 'show this' } }).map(
    ([name, { value, help, short }]: [string, Option]) => [
      `  ${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      help,
    ],
  );
  const width = Math.max(...rows.map(([left = '']) => left.length)) + 2;
  const lines = rows.map(([left = '', right = '']) => `${left.padEnd(width)}${right}`);
  return [usage, '', about, '', ...lines, ...(further === undefined ? [] : ['', further]), ''].join('\n');
};
