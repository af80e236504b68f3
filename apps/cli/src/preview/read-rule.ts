import { type Schedule, schedule } from '@carillon/core';
import { cron, type Duration, every, rrule } from '@carillon/sdk';

export type Kind = Schedule['kind'];
export const kinds: readonly Kind[] = ['cron', 'interval', 'rrule'];

/** What a text looks like: `FREQ=…` is an rrule, `15m` an interval, everything else cron. */
export const kindOf = (text: string): Kind => {
  if (/(^|[;:\s])FREQ\s*=|^\s*(RRULE|RDATE|DTSTART)\b/i.test(text)) return 'rrule';
  return /^\d+(\.\d+)?\s*(ms|s|m|h|d)?$/.test(text.trim()) ? 'interval' : 'cron';
};

const durationOf = (text: string): Duration => {
  const seconds = Number(text);
  // Whatever is no duration is refused by every(), with words.
  return Number.isNaN(seconds) ? (text.replaceAll(/\s/g, '') as Duration) : seconds;
};

/** The schedule that a text says, as the sdk reads it. Throws INPUT_INVALID with the fault and its place. */
export const readRule = (text: string, kind: Kind, timezone: string | undefined): Schedule => {
  const options = timezone === undefined ? {} : { timezone };
  const read = {
    cron: () => cron(text, options),
    interval: () => every(durationOf(text), options),
    rrule: () => rrule(text, options),
  }[kind]();
  return schedule.parse(read.schedule);
};
