import { ConfigError } from '@carillon/process';
import { UsageError } from './usage-error.ts';

const ourFaults = [TypeError, RangeError, ReferenceError, SyntaxError];

const isOurFault = (error: unknown): boolean =>
  !(error instanceof Error) ||
  ourFaults.some((kind) => error instanceof kind) ||
  error.message.startsWith('invariant');

/** What a user did is said without a stack; what we did, with one. Answers the exit status. */
export const sayError = (error: unknown): number => {
  console.error(isOurFault(error) || !(error instanceof Error) ? error : error.message);
  return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
};
