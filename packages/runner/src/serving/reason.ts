import { isDomainError } from '@carillon/core';

/** What the log needs of a failed call: words where they say it all, else the error with its stack. */
export const reasonOf = (error: unknown): unknown => (isDomainError(error) ? error.message : error);
