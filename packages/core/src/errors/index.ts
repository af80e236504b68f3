export { type AnyDomainError, DomainError, invariant, isDomainError } from './domain-error.ts';
export {
  type ErrorCode,
  type ErrorData,
  type ErrorIssue,
  type ErrorKind,
  errorTable,
  issuesInWords,
} from './table.ts';
