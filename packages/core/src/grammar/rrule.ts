import * as library from 'rrule';
import { GrammarError, quoted } from './issue.ts';
import { rruleParts } from './rrule-parts.ts';

// Node reads the package as CommonJS, whose members lie under `default`; bundlers take its ES modules, which have none.
const { RRule } = library.default ?? library;

export const frequencies = [
  'YEARLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
  'SECONDLY',
] as const;
export type Frequency = (typeof frequencies)[number];

/** One RRULE or EXRULE. Empty lists stand for parts that are not there; weekdays count from Monday 0. */
export type Rule = {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** Wall-clock milliseconds, inclusive. */
  until: number | null;
  weekStart: number;
  setPositions: readonly number[];
  months: readonly number[];
  monthDays: readonly number[];
  yearDays: readonly number[];
  weekNumbers: readonly number[];
  /** `nth` 0 means every one. */
  weekdays: readonly { weekday: number; nth: number }[];
  hours: readonly number[];
  minutes: readonly number[];
  seconds: readonly number[];
  easters: readonly number[];
};

/** Rules and dates; all times are wall-clock milliseconds. */
export type RuleSet = {
  /** Null when the text has none. */
  start: number | null;
  rules: readonly Rule[];
  exclusions: readonly Rule[];
  dates: readonly number[];
  exceptions: readonly number[];
};

const rruleLengthMax = 6500;

const dateText = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/i;

/** The digits as wall-clock time, whatever zone they carry. */
const wallOf = (text: string, what: string): number => {
  const match = dateText.exec(text);
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? []).map((digits) =>
    Number(digits ?? 0),
  );
  const date = new Date(0);
  const midnight = date.setUTCFullYear(year, month - 1, day);
  const exists = match !== null && year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59)
    throw new GrammarError(`${what} ${quoted(text)} is no date`);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000;
};

const ascending = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);

const list = (value: number | number[] | null | undefined): number[] =>
  value === null || value === undefined ? [] : ascending([value].flat());

const weekdaysOf = (value: Partial<library.Options>['byweekday']): Rule['weekdays'] =>
  (value === null || value === undefined ? [] : [value].flat()).map((day) =>
    typeof day === 'object' ? { weekday: day.weekday, nth: day.n ?? 0 } : { weekday: Number(day), nth: 0 },
  );

/** Parts that the library cannot read: of UNTIL only the digits count, and BYEASTER may be a list. */
const ownParts = new Set(['UNTIL', 'BYEASTER']);

const readRule = (text: string): Rule => {
  const parts = rruleParts(text);
  const readable = [...parts].filter(([name]) => !ownParts.has(name));
  const options = RRule.parseString(readable.map(([name, value]) => `${name}=${value}`).join(';'));
  const { freq = 0, wkst, interval, count } = options;
  const until = parts.get('UNTIL');
  return {
    frequency: frequencies[freq],
    interval: interval ?? 1,
    count: count ?? null,
    until: until === undefined ? null : wallOf(until, 'UNTIL'),
    weekStart: typeof wkst === 'object' ? (wkst?.weekday ?? 0) : (wkst ?? 0),
    setPositions: list(options.bysetpos),
    months: list(options.bymonth),
    monthDays: list(options.bymonthday),
    yearDays: list(options.byyearday),
    weekNumbers: list(options.byweekno),
    weekdays: weekdaysOf(options.byweekday),
    hours: list(options.byhour),
    minutes: list(options.byminute),
    seconds: list(options.bysecond),
    easters: list(parts.get('BYEASTER')?.split(',').map(Number)),
  };
};

const parameters = /^(?:TZID=[^;:]+|VALUE=(?:DATE|DATE-TIME))$/i;

const read = (source: string): RuleSet => {
  if (source.length > rruleLengthMax) {
    throw new GrammarError(`is ${source.length} characters long; ${rruleLengthMax} are allowed`);
  }
  const lines = source
    .trim()
    .split(/\s+/)
    .filter((line) => line !== '');
  if (lines.length === 0) throw new GrammarError('is empty');
  let start: number | null = null;
  const rules: Rule[] = [];
  const exclusions: Rule[] = [];
  const dates: number[] = [];
  const exceptions: number[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const [property = '', ...given] = (colon < 0 ? 'RRULE' : line.slice(0, colon)).split(';');
    const value = colon < 0 ? line : line.slice(colon + 1);
    const name = property.toUpperCase();
    const isDate = name === 'DTSTART' || name === 'RDATE' || name === 'EXDATE';
    const strange = given.find((parameter) => !isDate || !parameters.test(parameter));
    if (strange !== undefined) throw new GrammarError(`${name} takes no ${quoted(strange)}`);
    if (name === 'RRULE') rules.push(readRule(value));
    else if (name === 'EXRULE') exclusions.push(readRule(value));
    else if (name === 'RDATE') dates.push(...value.split(',').map((date) => wallOf(date, name)));
    else if (name === 'EXDATE') exceptions.push(...value.split(',').map((date) => wallOf(date, name)));
    else if (name === 'DTSTART') start = wallOf(value, name);
    else throw new GrammarError(`${quoted(name)} is none of DTSTART, RRULE, RDATE, EXRULE, EXDATE`);
  }
  if (rules.length === 0 && dates.length === 0) throw new GrammarError('has neither RRULE nor RDATE');
  return { start, rules, exclusions, dates: ascending(dates), exceptions: ascending(exceptions) };
};

/** Reads RFC 5545 text, lines apart by any white space. Throws GrammarError that names text and fault. */
export const parseRrule = (text: string): RuleSet => {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Error)
      throw new GrammarError(`rrule ${quoted(text)}: ${error.message}`, { cause: error });
    throw error;
  }
};
