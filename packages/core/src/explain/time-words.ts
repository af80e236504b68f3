/** Which day and year it is somewhere, and what the clock there reads. */
const wall = (at: Date, timezone: string): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

export type TimeWords = { now: Date; timezone: string };

/** `09:00:03` today, `Mon 23 Nov 09:00:03` on another day, with the year in another year; UTC is said to be it. */
export const instantInWords = (at: Date, { now, timezone }: TimeWords): string => {
  const there = wall(at, timezone);
  const today = wall(now, timezone);
  const day = `${there.weekday} ${there.day} ${there.month}`;
  const sameYear = there.year === today.year;
  const sameDay = sameYear && day === `${today.weekday} ${today.day} ${today.month}`;
  return [
    ...(sameDay ? [] : [day]),
    ...(sameYear ? [] : [there.year]),
    `${there.hour}:${there.minute}:${there.second}`,
    ...(timezone === 'UTC' ? ['UTC'] : []),
  ].join(' ');
};

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** `42 s`, `3 min 20 s`, `2 h 5 min`, `3 d`: the two largest units that say something. */
export const secondsInWords = (seconds: number): string => {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.length === 0 ? '0 s' : parts.slice(0, 2).join(' ');
};
