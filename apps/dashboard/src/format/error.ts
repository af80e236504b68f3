import { isCarillonError } from '@carillon/sdk';

/** What went wrong, as one sentence for a person. */
export const errorInWords = (error: unknown): string => {
  if (isCarillonError(error) && error.code === 'UNREACHABLE') {
    return `The server cannot be reached (${error.data.reason}). What is shown is as it was last.`;
  }
  return error instanceof Error ? error.message : String(error);
};
