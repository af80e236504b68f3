import { CronExpressionParser } from 'cron-parser';
import { cronTerms, type Terms } from './cron-field.ts';
import { GrammarError, quoted } from './issue.ts';

/** What a cron expression says. Weekdays are bits and numbers from Monday 0; days and months are bits from 1. */
export type CronFields = {
  seconds: readonly number[];
  minutes: readonly number[];
  hours: readonly number[];
  days: number;
  /** The last day of the month. */
  lastDay: boolean;
  /** False when every day of the month matches. */
  daysRestricted: boolean;
  months: number;
  weekdays: number;
  nthWeekdays: readonly { weekday: number; nth: number }[];
  /** The last such weekday of the month. */
  lastWeekdays: readonly number[];
  weekdaysRestricted: boolean;
  /** Null for every year. */
  years: ReadonlySet<number> | null;
};

const cronLengthMax = 1000;

const aliases: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

const allMonths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const bits = (values: Iterable<number>): number => {
  let mask = 0;
  for (const value of values) mask |= 1 << value;
  return mask;
};

const numbers = (values: readonly unknown[]): number[] =>
  values.filter((value) => typeof value === 'number').sort((a, b) => a - b);

/** Our terms are plain lists, which cron-parser reads as they stand; an empty one stands for `*`. */
const text = (values: readonly number[]): string => (values.length === 0 ? '*' : values.join(','));

const fromMonday = (fromSunday: number): number => (fromSunday + 6) % 7;

const fieldsOf = (expression: string): string[] => {
  const trimmed = expression.trim();
  const alias = trimmed.startsWith('@') ? aliases[trimmed.toLowerCase()] : undefined;
  if (trimmed.startsWith('@') && alias === undefined) {
    throw new GrammarError(`unknown name; there are ${Object.keys(aliases).join(', ')}`);
  }
  const fields = (alias ?? trimmed).split(/\s+/);
  if (trimmed === '' || fields.length < 5 || fields.length > 7) {
    const count = trimmed === '' ? 0 : fields.length;
    throw new GrammarError(
      `has ${count} ${count === 1 ? 'field' : 'fields'}; 5 are needed (minute, hour, day, month, weekday), a 6th gives seconds, a 7th years`,
    );
  }
  return fields;
};

/** As in croniter, a list of every day is a restriction, unless a `*` stands in the other day field. */
const isRestricted = ({ isAny, isFull }: Terms, other: string): boolean =>
  !isAny && !(isFull && other.includes('*'));

const read = (expression: string): CronFields => {
  if (expression.length > cronLengthMax) {
    throw new GrammarError(`is ${expression.length} characters long; ${cronLengthMax} are allowed`);
  }
  const [minute = '', hour = '', day = '', month = '', weekday = '', second = '0', year = '*'] =
    fieldsOf(expression);
  const terms = {
    minute: cronTerms('minute', minute, 1),
    hour: cronTerms('hour', hour, 2),
    day: cronTerms('day', day, 3),
    month: cronTerms('month', month, 4),
    weekday: cronTerms('weekday', weekday, 5),
    second: cronTerms('second', second, 6),
    year: cronTerms('year', year, 7),
  } satisfies Record<string, Terms>;
  // The month stays out: cron-parser refuses what never fires in a way of its own.
  const { fields } = CronExpressionParser.parse(
    [terms.second, terms.minute, terms.hour, terms.day, null, terms.weekday]
      .map((field) => text(field?.values ?? []))
      .join(' '),
  );
  const months = terms.month.isAny ? allMonths : terms.month.values;
  const weekdays = numbers(fields.dayOfWeek.values).map((value) => fromMonday(value % 7));
  const hasSpecialWeekday = terms.weekday.nth.length > 0 || terms.weekday.last.length > 0;
  return {
    seconds: numbers(fields.second.values),
    minutes: numbers(fields.minute.values),
    hours: numbers(fields.hour.values),
    days: terms.day.values.length === 0 && terms.day.isLastDay ? 0 : bits(numbers(fields.dayOfMonth.values)),
    lastDay: terms.day.isLastDay,
    daysRestricted: isRestricted(terms.day, weekday),
    months: bits(months),
    weekdays: hasSpecialWeekday && terms.weekday.values.length === 0 ? 0 : bits(weekdays),
    nthWeekdays: terms.weekday.nth.map(({ weekday: value, nth }) => ({ weekday: fromMonday(value), nth })),
    lastWeekdays: terms.weekday.last.map(fromMonday),
    weekdaysRestricted: isRestricted(terms.weekday, day),
    years: terms.year.isAny ? null : new Set(terms.year.values),
  };
};

/** Reads 5, 6 (seconds last) or 7 (year) fields. Throws GrammarError: `cron "0 25 * * *": hour 25 is outside 0-23 (field 2)`. */
export const parseCron = (expression: string): CronFields => {
  try {
    return read(expression);
  } catch (error) {
    if (error instanceof Error)
      throw new GrammarError(`cron ${quoted(expression)}: ${error.message}`, { cause: error });
    throw error;
  }
};
