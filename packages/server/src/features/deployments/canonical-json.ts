/** The members of an object in the order of their names. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** JSON as text that is the same for equal values, in whatever order their members stand. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inOrder);

/** Whether two values are stored alike. */
export const sameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
