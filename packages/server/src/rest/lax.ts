const yes = new Set(['1', 'on', 't', 'true', 'y', 'yes']);
const no = new Set(['0', 'off', 'f', 'false', 'n', 'no']);

/** As Prefect reads it: 1, "yes" and their like. Anything else stays, for the schema to refuse. */
export const readBoolean = (value: unknown): unknown => {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : value;
};

/** Digits in a string are a number too; nothing else is. */
export const readNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[+-]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value)
    ? Number(value.replaceAll('_', ''))
    : value;

/** Numbers above this are milliseconds, as pydantic reads them. */
const secondsMax = 2e10;

/** An instant may also be a day (its midnight in UTC), or a Unix time in seconds or milliseconds. */
export const readInstant = (value: unknown): unknown => {
  if (typeof value === 'number') return new Date(Math.abs(value) > secondsMax ? value : value * 1000);
  if (typeof value !== 'string') return value;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return `${value}T00:00:00Z`;
  if (/^-?\d+(\.\d+)?$/.test(value)) return readInstant(Number(value));
  return value.replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
};
