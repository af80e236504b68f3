/** Days are counted from 1970-01-01 in the proleptic Gregorian calendar; weekdays from Monday 0 to Sunday 6. */
export const dayMs = 86_400_000;

/** No walk goes further. */
export const lastYear = 9999;

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const yearLength = (year: number): 365 | 366 => (isLeap(year) ? 366 : 365);

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Months from 1 to 12. */
export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0);

const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days of the year that lie before a month. */
export const daysBeforeMonth = (year: number, month: number): number =>
  (before[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0);

/** The day of 1 January. */
export const yearStart = (year: number): number => {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
};

export const dayOf = (year: number, month: number, day: number): number =>
  yearStart(year) + daysBeforeMonth(year, month) + day - 1;

export const yearOf = (day: number): number => {
  let year = 1970 + Math.floor(day / 365.2425);
  if (day < yearStart(year)) year -= 1;
  else if (day >= yearStart(year + 1)) year += 1;
  return year;
};

export const monthOf = (year: number, dayOfYear: number): number => {
  let month = Math.min(12, Math.floor(dayOfYear / 29) + 1);
  while (daysBeforeMonth(year, month) > dayOfYear) month -= 1;
  return month;
};

/** Month from 1, day from 1. */
export const dateOf = (day: number): { year: number; month: number; dayOfMonth: number } => {
  const year = yearOf(day);
  const dayOfYear = day - yearStart(year);
  const month = monthOf(year, dayOfYear);
  return { year, month, dayOfMonth: dayOfYear - daysBeforeMonth(year, month) + 1 };
};

export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The day of the year, from 0, of Easter Sunday (Gregorian; Meeus, Jones and Butcher). */
export const easter = (year: number): number => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return daysBeforeMonth(year, month) + day - 1;
};
