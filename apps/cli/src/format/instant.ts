// A locale knows short names for the zones of its own part of the world, and offsets for all others.
const localesWithZones = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

type Part = Intl.DateTimeFormatPartTypes;

const partsOf = (
  at: Date,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Partial<Record<Part, string>> =>
  Object.fromEntries(
    new Intl.DateTimeFormat(locale, options).formatToParts(at).map(({ type, value }) => [type, value]),
  );

/** `EST`, `CET`, or `GMT+5:45` where no short name is in use. */
const zoneName = (at: Date, timeZone: string): string => {
  const names = localesWithZones.map(
    (locale) => partsOf(at, locale, { timeZone, timeZoneName: 'short' }).timeZoneName ?? timeZone,
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? timeZone;
};

export type InstantOptions = {
  /** That of this machine by default. */
  timeZone?: string;
  year?: boolean;
  seconds?: boolean;
};

/** `Fri  6 Mar 02:30 EST`: all of one width but for the zone, with the year and the seconds where they are asked for. */
export const instantInWords = (
  at: Date,
  {
    timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone,
    year = false,
    seconds = false,
  }: InstantOptions,
): string => {
  const parts = partsOf(at, 'en-US', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return [
    parts.weekday,
    parts.day?.padStart(2),
    parts.month,
    ...(year ? [parts.year] : []),
    [parts.hour, parts.minute, ...(seconds ? [parts.second] : [])].join(':'),
    zoneName(at, timeZone),
  ].join(' ');
};
