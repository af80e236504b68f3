import { GrammarError, quoted } from './issue.ts';

type Range = { min: number; max: number; names: readonly string[] };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const ranges = {
  minute: { min: 0, max: 59, names: [] },
  hour: { min: 0, max: 23, names: [] },
  day: { min: 1, max: 31, names: [] },
  month: { min: 1, max: 12, names: months },
  weekday: { min: 0, max: 6, names: weekdays },
  second: { min: 0, max: 59, names: [] },
  year: { min: 1970, max: 2099, names: [] },
} as const satisfies Record<string, Range>;

export type CronField = keyof typeof ranges;

/** A field, taken apart: plain values ascending (none for `*`), and what only days can say. Weekdays from Sunday 0 to 6. */
export type Terms = {
  values: readonly number[];
  /** It is `*` or `?`, alone or among others. */
  isAny: boolean;
  /** Every value is listed. */
  isFull: boolean;
  isLastDay: boolean;
  nth: readonly { weekday: number; nth: number }[];
  last: readonly number[];
};

const shownMax = 20;

/** The number or name that `text` is, which stands in `item`. */
const numberOf = (field: CronField, text: string, item = text): number => {
  const { min, max, names }: Range = ranges[field];
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + min;
  const value = Number(text);
  if (!/^[0-9]{1,4}$/.test(text)) throw new GrammarError(`${quoted(item, shownMax)} is no ${field}`);
  if (field === 'weekday' && value === 7) return 0;
  if (value >= min && value <= max) return value;
  throw new GrammarError(`${field} ${value} is outside ${min}-${field === 'weekday' ? 7 : max}`);
};

const steps = (from: number, to: number, step: number): number[] => {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
};

/**
 * `a-b/n`. A range that ends before it begins wraps through the end of the field, and keeps its step over it; one that ends
 * where it begins is the whole field, as in croniter.
 */
const expand = (
  field: CronField,
  { low, high, step }: { low: number; high: number; step: number },
): number[] => {
  const { min, max } = ranges[field];
  if (low === high) return steps(min, max, step);
  if (low < high) return steps(low, high, step);
  const first = steps(low, max, step);
  const skipped = max - (first.at(-1) ?? max);
  const begin =
    (first.at(-1) ?? max) - min + step > max - min + 1 && skipped < step ? min + step - skipped : min;
  return [...first, ...steps(begin, high, step)];
};

const part = (field: CronField, text: string): number[] => {
  const { min, max } = ranges[field];
  const [body = '', stepText, ...more] = text.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (more.length > 0 || body === '') throw new GrammarError(`${quoted(text, shownMax)} is no ${field}`);
  if (stepText !== undefined && (!/^[0-9]{1,4}$/.test(stepText) || step === 0)) {
    throw new GrammarError(`step ${quoted(stepText, shownMax)} of the ${field} is not a number from 1`);
  }
  if (body === '*') return steps(min, max, step);
  const bounds = body.split('-');
  if (bounds.length > 2) throw new GrammarError(`${quoted(text, shownMax)} is no range of the ${field}`);
  const [low = min, high] = bounds.map((bound) => numberOf(field, bound, text));
  if (high !== undefined) return expand(field, { low, high, step });
  return steps(low, stepText === undefined ? low : max, step);
};

const read = (field: CronField, text: string): Terms => {
  if (text === '*' || (text === '?' && (field === 'day' || field === 'weekday'))) {
    return { values: [], isAny: true, isFull: true, isLastDay: false, nth: [], last: [] };
  }
  if (/^[hr](\(.*\))?(\/.*)?$/i.test(text)) {
    throw new GrammarError(
      `${quoted(text, shownMax)} stands for a random ${field}, which would differ at every look`,
    );
  }
  const plain = new Set<number>();
  const nth: { weekday: number; nth: number }[] = [];
  const last: number[] = [];
  let isLastDay = false;
  for (const item of text.split(',')) {
    const ordinal = /^([0-9a-z]+)#([0-9]+)$/i.exec(item);
    const final = /^l([0-9])$/i.exec(item);
    if (field === 'day' && /^l$/i.test(item)) isLastDay = true;
    else if (field === 'weekday' && ordinal !== null) {
      const count = Number(ordinal[2]);
      if (count < 1 || count > 5) throw new GrammarError(`occurrence ${count} of a weekday is outside 1-5`);
      nth.push({ weekday: numberOf(field, ordinal[1] ?? ''), nth: count });
    } else if (field === 'weekday' && final !== null) last.push(numberOf(field, final[1] ?? ''));
    else for (const value of part(field, item)) plain.add(value);
  }
  if (plain.size > 0 && nth.length + last.length > 0) {
    throw new GrammarError(`${quoted(text, 2 * shownMax)} mixes plain weekdays with nth or last ones`);
  }
  const { min, max } = ranges[field];
  const values = [...plain].sort((a, b) => a - b);
  const isAny = text.split(',').includes('*');
  return { values, isAny, isFull: values.length === max - min + 1, isLastDay, nth, last };
};

/** Reads one field. Throws GrammarError that names what is wrong and the field's place, from 1. */
export const cronTerms = (field: CronField, text: string, place: number): Terms => {
  try {
    return read(field, text);
  } catch (error) {
    if (error instanceof GrammarError)
      throw new GrammarError(`${error.message} (field ${place})`, { cause: error });
    throw error;
  }
};
