import type { Schedule } from '@carillon/core';
import cronstrue from 'cronstrue';

const plain = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Carillon's sixth field gives seconds, and stands last; the reader of words has it first. */
const cronInWords = (cron: string, dayOr: boolean): string | null => {
  const fields = cron.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', second, year] = fields;
  const ordered = second === undefined ? fields : [second, minute, hour, day, month, weekday];
  try {
    const words = cronstrue.toString((cron.trim().startsWith('@') ? [cron.trim()] : ordered).join(' '), {
      use24HourTimeFormat: true,
      logicalAndDayFields: !dayOr,
    });
    return year === undefined || year === '*' ? words : `${words}, in ${year}`;
  } catch {
    return null;
  }
};

const units = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

const intervalInWords = (seconds: number): string => {
  const unit = units.find(({ seconds: size }) => seconds % size === 0);
  if (unit === undefined) return `Every ${seconds} seconds`;
  const count = seconds / unit.seconds;
  return count === 1 ? `Every ${unit.name}` : `Every ${count} ${unit.name}s`;
};

const days: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const ordinals: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  '5': 'fifth',
  '-1': 'last',
};
const periods: Readonly<Record<string, string>> = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
  SECONDLY: 'second',
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const dayInWords = (text: string): string | null => {
  const [, nth = '', day = ''] = /^([+-]?\d+)?([A-Z]{2})$/.exec(text) ?? [];
  const name = days[day];
  if (name === undefined) return null;
  if (nth === '') return name;
  const ordinal = ordinals[nth.replace('+', '')];
  return ordinal === undefined ? null : `the ${ordinal} ${name}`;
};

const padded = (value: string): string => value.padStart(2, '0');

/** Every hour with every minute, for that is what the two lists mean together. */
const timesInWords = (hours: string[], minutes: string[], start: string | undefined): string => {
  const [, startHour = '', startMinute = ''] = /T(\d{2})(\d{2})/.exec(start ?? '') ?? [];
  const all = hours.length === 0 ? (startHour === '' ? [] : [startHour]) : hours;
  if (all.length === 0) return minutes.length === 0 ? '' : `at minute ${listed(minutes)}`;
  const of = minutes.length > 0 ? minutes : [startMinute || '0'];
  return `at ${listed(all.flatMap((hour) => of.map((minute) => `${padded(hour)}:${padded(minute)}`)))}`;
};

/** What the sentence below can say; anything else is shown as it was written. */
const sayable = new Set([
  'FREQ',
  'INTERVAL',
  'BYDAY',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
  'BYMONTH',
  'BYMONTHDAY',
  'COUNT',
  'UNTIL',
  'WKST',
]);

const rruleInWords = (text: string): string | null => {
  const lines = text.trim().split(/\s+/);
  const start = lines.find((line) => /^DTSTART/i.test(line));
  const rules = lines.filter((line) => !/^DTSTART/i.test(line));
  const [line] = rules;
  if (rules.length !== 1 || line === undefined) return null;
  const parts = new Map(
    line
      .replace(/^RRULE:/i, '')
      .toUpperCase()
      .split(';')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name, value] as const;
      }),
  );
  if ([...parts.keys()].some((name) => !sayable.has(name))) return null;
  const valuesOf = (name: string): string[] => parts.get(name)?.split(',') ?? [];
  const period = periods[parts.get('FREQ') ?? ''];
  if (period === undefined || (parts.get('BYSECOND') ?? '0') !== '0') return null;
  const weekdays = valuesOf('BYDAY').map(dayInWords);
  if (weekdays.includes(null)) return null;
  const interval = parts.get('INTERVAL') ?? '1';
  const isTimed = ['year', 'month', 'week', 'day'].includes(period);
  const until = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '');
  const [, year, month, day] = until ?? [];
  const words = [
    interval === '1' ? `every ${period}` : `every ${interval} ${period}s`,
    parts.has('BYMONTH')
      ? `in ${listed(valuesOf('BYMONTH').map((value) => months[Number(value) - 1] ?? value))}`
      : '',
    parts.has('BYMONTHDAY') ? `on day ${listed(valuesOf('BYMONTHDAY'))}` : '',
    weekdays.length > 0 ? `on ${listed(weekdays.map(String))}` : '',
    isTimed || parts.has('BYHOUR') ? timesInWords(valuesOf('BYHOUR'), valuesOf('BYMINUTE'), start) : '',
    !isTimed && !parts.has('BYHOUR') && parts.has('BYMINUTE')
      ? `at minute ${listed(valuesOf('BYMINUTE'))}`
      : '',
    parts.has('COUNT') ? `${parts.get('COUNT')} times` : '',
    year === undefined ? '' : `until ${Number(day)} ${months[Number(month) - 1]} ${year}`,
  ];
  return words.filter((word) => word !== '').join(' ');
};

const sentence = (schedule: Schedule): string | null => {
  switch (schedule.kind) {
    case 'cron':
      return cronInWords(schedule.cron, schedule.dayOr);
    case 'interval':
      return intervalInWords(schedule.interval);
    case 'rrule':
      return rruleInWords(schedule.rrule);
  }
};

/** A schedule as a person would say it, without its zone; null where only its own text says it truly. */
export const scheduleInSentence = (schedule: Schedule): string | null => {
  const words = sentence(schedule);
  return words === null ? null : plain(words);
};

/** Its text, as it was written. */
export const scheduleText = (schedule: Schedule): string => {
  switch (schedule.kind) {
    case 'cron':
      return schedule.cron;
    case 'interval':
      return `${schedule.interval} s`;
    case 'rrule':
      return schedule.rrule;
  }
};
