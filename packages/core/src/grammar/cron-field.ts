import { GrammarError } from './issue.ts';

type Range = { min: number; max: number; names: readonly string[] };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const ranges = {
  minute: { min: 0, max: 59, names: [] },
  hour: { min: 0, max: 23, names: [] },
  day: { min: 1, max: 31, names: [] },
  month: { min: 1, max: 12, names: months },
  weekday: { min: 0, max: 7, names: weekdays },
  second: { min: 0, max: 59, names: [] },
  year: { min: 1970, max: 2099, names: [] },
} as const satisfies Record<string, Range>;

export type CronField = keyof typeof ranges;

/** A field, taken apart: plain values ascending (none for `*`), and what only days can say. Weekdays from Sunday 0 to 6. */
export type Terms = {
  values: readonly number[];
  /** Every value matches. */
  isAll: boolean;
  isLastDay: boolean;
  nth: readonly { weekday: number; nth: number }[];
  last: readonly number[];
};

const numberOf = (field: CronField, text: string): number => {
  const { min, max, names }: Range = ranges[field];
  const index = names.indexOf(text.toLowerCase());
  const value = index >= 0 ? index + (field === 'month' ? 1 : 0) : Number(text);
  if (index < 0 && !/^[0-9]{1,4}$/.test(text))
    throw new GrammarError(`"${text.slice(0, 20)}" is no ${field}`);
  if (value < min || value > max) throw new GrammarError(`${field} ${value} is outside ${min}-${max}`);
  return value;
};

const steps = (from: number, to: number, step: number): number[] => {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
};

/** `a-b/n`; a range that ends before it begins wraps through the end of the field, and keeps its step over it. */
const expand = (
  field: CronField,
  { low, high, step }: { low: number; high: number; step: number },
): number[] => {
  const { min, max } = ranges[field];
  if (low <= high) return steps(low, high, step);
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
  if (more.length > 0 || body === '') throw new GrammarError(`"${text.slice(0, 20)}" is no ${field}`);
  if (stepText !== undefined && (!/^[0-9]{1,4}$/.test(stepText) || step === 0)) {
    throw new GrammarError(`step "${stepText.slice(0, 20)}" of the ${field} is not a number from 1`);
  }
  if (body === '*') return steps(min, max, step);
  const bounds = body.split('-');
  if (bounds.length > 2) throw new GrammarError(`"${text.slice(0, 20)}" is no range of the ${field}`);
  const low = numberOf(field, bounds[0] ?? '');
  const high = bounds[1] === undefined ? (stepText === undefined ? low : max) : numberOf(field, bounds[1]);
  return expand(field, { low, high, step });
};

const read = (field: CronField, text: string): Terms => {
  const nothing = { isLastDay: false, nth: [], last: [] };
  if (text === '*' || (text === '?' && (field === 'day' || field === 'weekday'))) {
    return { values: [], isAll: true, ...nothing };
  }
  if (/^[hr](\(.*\))?(\/.*)?$/i.test(text)) {
    throw new GrammarError(
      `"${text.slice(0, 20)}" stands for a random ${field}, which would differ at every look`,
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
      nth.push({ weekday: numberOf(field, ordinal[1] ?? '') % 7, nth: count });
    } else if (field === 'weekday' && final !== null) last.push(numberOf(field, final[1] ?? '') % 7);
    else for (const value of part(field, item)) plain.add(field === 'weekday' ? value % 7 : value);
  }
  if (plain.size > 0 && nth.length + last.length > 0) {
    throw new GrammarError(`"${text.slice(0, 40)}" mixes plain weekdays with nth or last ones`);
  }
  const { min, max } = ranges[field];
  const size = field === 'weekday' ? 7 : max - min + 1;
  const values = [...plain].sort((a, b) => a - b);
  return { values, isAll: values.length === size, isLastDay, nth, last };
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
