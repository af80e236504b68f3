import type { Parsed } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';

/** The one thing that a command is about, or UsageError saying what is missing. */
export const onlyOne = ({ positionals }: Parsed, what: string): string => {
  const [only, ...more] = positionals;
  if (only === undefined || more.length > 0) throw new UsageError(`One ${what} is needed.`);
  return only;
};

/** One thing or more. */
export const oneOrMore = ({ positionals }: Parsed, what: string): readonly string[] => {
  if (positionals.length === 0) throw new UsageError(`At least one ${what} is needed.`);
  return positionals;
};
