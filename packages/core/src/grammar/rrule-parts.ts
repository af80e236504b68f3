import { GrammarError } from './issue.ts';

type Bounds = { min: number; max: number; signed?: true };

const lists: Readonly<Record<string, Bounds>> = {
  BYSECOND: { min: 0, max: 59 },
  BYMINUTE: { min: 0, max: 59 },
  BYHOUR: { min: 0, max: 23 },
  BYMONTHDAY: { min: 1, max: 31, signed: true },
  BYYEARDAY: { min: 1, max: 366, signed: true },
  BYWEEKNO: { min: 1, max: 53, signed: true },
  BYMONTH: { min: 1, max: 12 },
  BYSETPOS: { min: 1, max: 366, signed: true },
  BYEASTER: { min: 0, max: 366, signed: true },
};
const weekday = /^[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)$/;
const frequency = /^(?:YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)$/;
const countMax = 100_000;
const intervalMax = 1_000_000_000;

const checkList = (name: string, value: string, { min, max, signed }: Bounds): void => {
  for (const item of value.split(',')) {
    const size = Number(item);
    const isNumber = (signed ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/).test(item);
    if (!isNumber || Math.abs(size) < min || Math.abs(size) > max) {
      throw new GrammarError(
        `${name}: ${item === '' ? 'an empty value' : item.slice(0, 20)} is outside ${signed && min > 0 ? '±' : ''}${min}-${max}`,
      );
    }
  }
};

const checkWeekdays = (value: string): void => {
  for (const item of value.split(',')) {
    const nth = Number.parseInt(item, 10);
    if (!weekday.test(item) || (Number.isInteger(nth) && (nth === 0 || Math.abs(nth) > 53))) {
      throw new GrammarError(
        `BYDAY: ${item === '' ? 'an empty value' : item.slice(0, 20)} is no weekday such as MO or -1FR`,
      );
    }
  }
};

const wholeNumber = (name: string, value: string, { min, max }: { min: number; max: number }): void => {
  const size = Number(value);
  if (!/^\d{1,12}$/.test(value) || size < min)
    throw new GrammarError(`${name}: ${value.slice(0, 20)} is not a whole number from ${min}`);
  if (size > max) throw new GrammarError(`${name}: ${value} is more than ${max.toLocaleString('en')}`);
};

/**
 * Checks each part of a rule, and gives them back as the library reads them: in capitals, `BYDAY` for `BYWEEKDAY`, and
 * UNTIL apart, since only its digits count. Throws GrammarError that names the part.
 */
export const checkParts = (text: string): { parts: string; until: string | null } => {
  let until: string | null = null;
  const kept: string[] = [];
  const seen = new Set<string>();
  for (const part of text.toUpperCase().split(';')) {
    const [given = '', value, ...more] = part.split('=');
    const name = given === 'BYWEEKDAY' ? 'BYDAY' : given;
    if (value === undefined || value === '' || more.length > 0) {
      throw new GrammarError(
        part === '' ? 'an empty part between semicolons' : `"${part.slice(0, 20)}" is not NAME=VALUE`,
      );
    }
    if (seen.has(name)) throw new GrammarError(`${name} stands there twice`);
    seen.add(name);
    const bounds = lists[name];
    if (name === 'UNTIL') until = value;
    else if (bounds !== undefined) checkList(name, value, bounds);
    else if (name === 'BYDAY') checkWeekdays(value);
    else if (name === 'COUNT') wholeNumber(name, value, { min: 0, max: countMax });
    else if (name === 'INTERVAL') wholeNumber(name, value, { min: 1, max: intervalMax });
    else if (
      name === 'WKST'
        ? !/^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(value)
        : name === 'FREQ'
          ? !frequency.test(value)
          : true
    ) {
      throw new GrammarError(
        name === 'WKST' || name === 'FREQ'
          ? `${name}: ${value.slice(0, 20)} is unknown`
          : `${name.slice(0, 20)} is no part of a rule`,
      );
    }
    if (name !== 'UNTIL') kept.push(`${name}=${value.replaceAll('+', '')}`);
  }
  if (!seen.has('FREQ')) throw new GrammarError('FREQ is missing');
  return { parts: kept.join(';'), until };
};
