import { DomainError, issuesInWords, type Procedure } from '@carillon/core';
import { issuesOf } from '../refuse.ts';

/** Reads an answer by its procedure's schema: ISO texts become Dates. Throws ANSWER_INVALID. */
export const decode = (path: string, { output }: Procedure, answer: unknown): unknown => {
  const read = output.safeParse(answer);
  if (read.success) return read.data;
  throw new DomainError('ANSWER_INVALID', { path, reason: issuesInWords(issuesOf(read.error)) });
};
