/** The PostgreSQL error inside an error, however deep the libraries have wrapped it. */
const databaseError = (error: unknown): { code: string; constraint?: string; detail?: string } | null => {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    const { code, constraint, detail } = current as {
      code?: unknown;
      constraint?: unknown;
      detail?: unknown;
    };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
      return {
        code,
        ...(typeof constraint === 'string' && { constraint }),
        ...(typeof detail === 'string' && { detail }),
      };
    }
    current = current.cause;
  }
  return null;
};

/** The name of the unique constraint that a write ran into, or null. */
export const brokenUnique = (error: unknown): string | null => {
  const found = databaseError(error);
  return found?.code === '23505' ? (found.constraint ?? '') : null;
};

/** The name of the foreign key that a write ran into, or null. */
export const brokenForeignKey = (error: unknown): string | null => {
  const found = databaseError(error);
  return found?.code === '23503' ? (found.constraint ?? '') : null;
};

/** A deadlock or a serialization failure: nothing was written, and the same work may succeed at once. */
export const isLostRace = (error: unknown): boolean =>
  ['40P01', '40001'].includes(databaseError(error)?.code ?? '');

export const isStatementTimeout = (error: unknown): boolean => databaseError(error)?.code === '57014';

/** A text holds a NUL, or is longer than an index can hold; or a number is greater than its column. */
export const isUnstorable = (error: unknown): boolean =>
  ['54000', '22003', '22021', '22P05'].includes(databaseError(error)?.code ?? '');

/** The values themselves are refused, or are too large for an index: the same write never succeeds. */
export const isRefusedValue = (error: unknown): boolean =>
  /^(22|23|54)/.test(databaseError(error)?.code ?? '');

const goneCodes = /^(08...|57P0[123]|53300)$/;
const goneErrors =
  /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|timeout exceeded when trying to connect/;

/** The database is away, restarting, or has no connection left: the same call may succeed later. */
export const isDatabaseAway = (error: unknown): boolean =>
  goneCodes.test(databaseError(error)?.code ?? '') ||
  (error instanceof Error && (goneErrors.test(error.message) || isDatabaseAway(error.cause)));

/** What the database refuses for its own sake, not for what it was asked: the same may succeed later, however much later. */
export const isPassing = (error: unknown): boolean => {
  const code = databaseError(error)?.code;
  return isDatabaseAway(error) || (code !== undefined && !/^(0A|22|23|42|54)/.test(code));
};
