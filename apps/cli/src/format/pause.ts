import type { Pause } from '@carillon/core';
import { instantInWords } from './instant.ts';

/** `since Mon 23 Nov 09:00 CET, by ann: too many mails`. */
export const pauseInWords = ({ at, by, reason }: Pause): string => {
  const who = by?.displayValue ?? by?.id ?? null;
  return [
    `since ${instantInWords(at, {})}`,
    ...(who === null ? [] : [`, by ${who}`]),
    ...(reason === null ? [] : [`: ${reason}`]),
  ].join('');
};
