const two = (value: number): string => String(value).padStart(2, '0');

/** `12:00:05.003`, of this machine's clock. */
export const clockTime = (at: Date): string =>
  `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
