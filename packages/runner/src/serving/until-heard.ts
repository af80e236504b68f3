import { type ErrorKind, errorTable, isDomainError } from '@carillon/core';
import { backoffMs } from '@carillon/process';
import type { Reporting } from './propose-state.ts';

const backoff = { baseMs: 200, maxMs: 2000 };
/** The server was heard, and says no. */
const answers: readonly ErrorKind[] = ['invalid', 'forbidden', 'not-found', 'conflict', 'too-large'];

/** Calls the server until it has been heard; throws its refusal, or the signal's reason. */
export const untilHeard = async <T>(
  { clock, signal }: Pick<Reporting, 'clock' | 'signal'>,
  call: () => Promise<T>,
): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (isDomainError(error) && answers.includes(errorTable[error.code].kind)) throw error;
      await clock.after(backoffMs(tries, backoff), signal);
    }
  }
};
