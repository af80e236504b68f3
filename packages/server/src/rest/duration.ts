const unitSeconds = { W: 604_800, D: 86_400, H: 3600, M: 60, S: 1 } as const;

const clock = /^(?:(-?\d+) days?,? )?(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;
const days = /^(-?\d+) days?$/;
const iso =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Seconds from a number, `01:00:00`, `1 day` or an ISO 8601 duration of weeks, days and less. Anything else stays, for the schema
 * to refuse: months and years have no length of their own.
 */
export const readDuration = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const whole = days.exec(value);
  if (whole !== null) return Number(whole[1]) * unitSeconds.D;
  const time = clock.exec(value);
  if (time !== null) {
    const [, day = 0, hours = 0, minutes = 0, seconds = 0] = time.map((part) => Number(part ?? 0));
    return day * unitSeconds.D + hours * unitSeconds.H + minutes * unitSeconds.M + seconds;
  }
  const parts = value.length > 2 ? iso.exec(value) : null;
  if (parts === null) return value;
  const [, weeks = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return (
    weeks * unitSeconds.W + day * unitSeconds.D + hours * unitSeconds.H + minutes * unitSeconds.M + seconds
  );
};
