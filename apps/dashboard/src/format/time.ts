/** The zone of whoever looks. */
export const viewerZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

// Making a formatter costs a hundred times what using it does.
const formatters = new Map<string, Intl.DateTimeFormat>();
const formatter = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale}${JSON.stringify(options)}`;
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, found);
  return found;
};

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;
const partsOf = (at: Date, locale: string, options: Intl.DateTimeFormatOptions): Parts =>
  Object.fromEntries(
    formatter(locale, options)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

// A locale knows short names for the zones of its own part of the world, and offsets for all others.
const localesWithZones = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];

/** `EST`, `CET`, or `GMT+5:45` where no short name is in use. */
const zoneName = (at: Date, timeZone: string = viewerZone): string => {
  const names = localesWithZones.map(
    (locale) => partsOf(at, locale, { timeZone, timeZoneName: 'short' }).timeZoneName ?? timeZone,
  );
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? timeZone;
};

export type InstantOptions = { timeZone?: string; seconds?: boolean; year?: boolean; zone?: boolean };

/** `Fri 6 Mar 02:30 EST`, with the year where it is not this one. */
export const instantInWords = (at: Date, options: InstantOptions = {}): string => {
  const { timeZone = viewerZone, seconds = false, zone = true } = options;
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
  const year = options.year ?? parts.year !== String(new Date().getFullYear());
  const time = [parts.hour, parts.minute, ...(seconds ? [parts.second] : [])].join(':');
  const words = [parts.weekday, parts.day, parts.month, ...(year ? [parts.year] : []), time];
  return [...words, ...(zone ? [zoneName(at, timeZone)] : [])].join(' ');
};

/** `09:00:05.123`, for lines of a log. */
export const clockTime = (at: Date, timeZone: string = viewerZone): string => {
  const parts = partsOf(at, 'en-US', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  return `${parts.hour}:${parts.minute}:${parts.second}.${parts.fractionalSecond}`;
};

const units = [
  { name: 'd', seconds: 86_400, next: { name: 'h', seconds: 3600 } },
  { name: 'h', seconds: 3600, next: { name: 'm', seconds: 60 } },
  { name: 'm', seconds: 60, next: { name: 's', seconds: 1 } },
] as const;

/** `41 ms`, `1.5 s`, `42 s`, `3 m 5 s`, `5 h`, `2 d 3 h`. */
export const spanInWords = (seconds: number): string => {
  const unit = units.find((candidate) => seconds >= candidate.seconds);
  if (unit !== undefined) {
    const whole = Math.floor(seconds / unit.seconds);
    const rest = Math.floor((seconds - whole * unit.seconds) / unit.next.seconds);
    return `${whole} ${unit.name}${rest > 0 && whole < 10 ? ` ${rest} ${unit.next.name}` : ''}`;
  }
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
};

/** `in 5 m`, `3 h ago`, `now`. */
export const whenInWords = (at: Date, now: Date): string => {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  if (seconds === 0) return 'now';
  const size = Math.abs(seconds);
  const span = size < 60 ? `${size} s` : spanInWords(size);
  return seconds > 0 ? `in ${span}` : `${span} ago`;
};

const padded = (value: number): string => String(value).padStart(2, '0');

/** What a `datetime-local` field shows for an instant, in the zone of whoever looks. */
export const fieldTime = (at: Date): string =>
  `${at.getFullYear()}-${padded(at.getMonth() + 1)}-${padded(at.getDate())}T${padded(at.getHours())}:${padded(at.getMinutes())}`;
