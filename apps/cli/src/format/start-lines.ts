import type { PreviewedStart } from '@carillon/core';
import { instantInWords } from './instant.ts';

/** `02:30` of `2026-03-08T02:30:00`, with seconds where they are not zero. */
const timeOf = (wallClock: string): string => wallClock.slice(11).replace(/:00$/, '');

const noteOf = ({ wallClock, movedFrom, repeatedAt }: PreviewedStart): string => {
  const time = timeOf(wallClock);
  if (movedFrom !== null)
    return `   ← ${timeOf(movedFrom)} does not exist that day (clocks go forward); runs at ${time}`;
  if (repeatedAt !== null) return `   ← ${time} comes twice that day (clocks go back); runs the first time`;
  return '';
};

/** A line a start, in the words of the schedule's zone, with a note on what the clocks do to it. */
export const startLines = (starts: readonly PreviewedStart[], timeZone: string): string[] => {
  const seconds = starts.some(({ wallClock }) => !/:00$/.test(wallClock));
  const year = new Set(starts.map(({ wallClock }) => wallClock.slice(0, 4))).size > 1;
  return starts.map((start) => instantInWords(start.at, { timeZone, year, seconds }) + noteOf(start));
};
