import { DomainError, type ErrorIssue } from '@carillon/core';
import type { z } from 'zod';

/** The issues of zod in the form that errors carry. */
export const issuesOf = (error: z.core.$ZodError): ErrorIssue[] =>
  error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    message,
  }));

/**
 * An INPUT_INVALID whose stack begins at the line that called `entry`, where the engine can say so: what is wrong stands in
 * the user's file, not in this package.
 */
export const refusal = (
  issues: ErrorIssue[],
  // Only its identity counts.
  entry: (...args: never) => unknown,
): DomainError<'INPUT_INVALID'> => {
  const error = new DomainError('INPUT_INVALID', { issues });
  if ('captureStackTrace' in Error) Error.captureStackTrace(error, entry);
  return error;
};
