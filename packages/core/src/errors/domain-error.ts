import { type ErrorCode, type ErrorData, type ErrorKind, errorTable } from './table.ts';

/** The one class of error that crosses Carillon's doors. Switch on `code`; `data` belongs to it. */
export class DomainError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DomainError';
  readonly code: Code;
  readonly data: ErrorData<Code>;

  constructor(code: Code, data: ErrorData<Code>, options?: ErrorOptions) {
    // The table's message takes exactly the data of its own code; a union of functions cannot say so.
    const message = errorTable[code].message as (data: ErrorData<Code>) => string;
    super(message(data), options);
    this.code = code;
    this.data = data;
  }

  get kind(): ErrorKind {
    return errorTable[this.code].kind;
  }
}

/** A DomainError as a union on `code`, so that a switch narrows `data`. */
export type AnyDomainError = { [Code in ErrorCode]: DomainError<Code> }[ErrorCode];

/** True for errors of any copy of this class: told by name and code, for a process may hold two copies of a package. */
export const isDomainError = (error: unknown): error is AnyDomainError =>
  error instanceof Error &&
  error.name === 'DomainError' &&
  'code' in error &&
  String(error.code) in errorTable;

/** A broken promise of our own: 500, logged, the request dies and the server lives. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
