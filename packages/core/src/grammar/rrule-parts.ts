import { GrammarError, quoted, shown } from './issue.ts';

/** Says what is wrong with a part's value, or null. */
type Check = (value: string) => string | null;

const named = (value: string): string => (value === '' ? 'an empty value' : shown(value, 20));

type Bounds = { min: number; max: number; signed?: boolean };

const numbers =
  ({ min, max, signed = false }: Bounds): Check =>
  (value) => {
    const form = signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/;
    const range = signed && min > 0 ? `±${min}-${max}` : `${signed ? -max : min} to ${max}`;
    const wrong = value
      .split(',')
      .find((item) => !form.test(item) || Math.abs(Number(item)) < min || Math.abs(Number(item)) > max);
    return wrong === undefined ? null : `${named(wrong)} is outside ${range}`;
  };

const weekdays: Check = (value) => {
  const wrong = value.split(',').find((item) => {
    const [, nth] = /^([+-]?\d{0,2})(?:MO|TU|WE|TH|FR|SA|SU)$/.exec(item) ?? [];
    return nth === undefined || (nth !== '' && !(Math.abs(Number(nth)) >= 1 && Math.abs(Number(nth)) <= 53));
  });
  return wrong === undefined ? null : `${named(wrong)} is no weekday such as MO or -1FR`;
};

const wholeNumber =
  (min: number, max: number): Check =>
  (value) => {
    if (!/^\d{1,12}$/.test(value) || Number(value) < min)
      return `${named(value)} is not a whole number from ${min}`;
    return Number(value) > max ? `${value} is more than ${max.toLocaleString('en')}` : null;
  };

const oneOf =
  (names: RegExp): Check =>
  (value) =>
    names.test(value) ? null : `${named(value)} is unknown`;

const checks: Readonly<Record<string, Check>> = {
  FREQ: oneOf(/^(?:YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)$/),
  INTERVAL: wholeNumber(1, 1_000_000_000),
  COUNT: wholeNumber(0, 100_000),
  // Its date is read by the caller.
  UNTIL: () => null,
  WKST: oneOf(/^(?:MO|TU|WE|TH|FR|SA|SU)$/),
  BYSECOND: numbers({ min: 0, max: 59 }),
  BYMINUTE: numbers({ min: 0, max: 59 }),
  BYHOUR: numbers({ min: 0, max: 23 }),
  BYDAY: weekdays,
  BYMONTHDAY: numbers({ min: 1, max: 31, signed: true }),
  BYYEARDAY: numbers({ min: 1, max: 366, signed: true }),
  BYWEEKNO: numbers({ min: 1, max: 53, signed: true }),
  BYMONTH: numbers({ min: 1, max: 12 }),
  BYSETPOS: numbers({ min: 1, max: 366, signed: true }),
  BYEASTER: numbers({ min: 0, max: 366, signed: true }),
};

/** Takes a rule apart into its parts, in capitals, `BYDAY` for `BYWEEKDAY`. Throws GrammarError that names the part at fault. */
export const rruleParts = (text: string): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [given = '', value, ...more] = part.split('=');
    const name = given === 'BYWEEKDAY' ? 'BYDAY' : given;
    if (part === '') throw new GrammarError('an empty part between semicolons');
    if (value === undefined || more.length > 0)
      throw new GrammarError(`${quoted(part, 20)} is not NAME=VALUE`);
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new GrammarError(`${named(name)} is no part of a rule`);
    if (parts.has(name)) throw new GrammarError(`${name} stands there twice`);
    const fault = check(value);
    if (fault !== null) throw new GrammarError(`${name}: ${fault}`);
    parts.set(name, value.replaceAll('+', ''));
  }
  if (!parts.has('FREQ')) throw new GrammarError('FREQ is missing');
  return parts;
};
