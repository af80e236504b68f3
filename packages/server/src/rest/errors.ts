import { type DomainError, type ErrorIssue, type ErrorKind, issuesInWords } from '@carillon/core';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const statuses = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  timeout: 408,
  unavailable: 503,
  internal: 500,
  client: 500,
} as const satisfies Record<ErrorKind, ContentfulStatusCode>;

/** What a route answers with instead of the answer of its use case. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ContentfulStatusCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

export type Refusal = { status: ContentfulStatusCode; body: Record<string, unknown> };

/** A request that does not validate: Prefect's members, and a `detail` that names the field, for its UI shows nothing else. */
export const invalidRequest = (issues: readonly ErrorIssue[], requestBody: unknown): Refusal => ({
  status: 422,
  body: {
    detail: issuesInWords(issues),
    exception_message: 'Invalid request received.',
    exception_detail: issues.map(({ path, message }) => ({
      type: 'value_error',
      loc: ['body', ...path],
      msg: message,
      input: null,
    })),
    request_body: requestBody ?? null,
  },
});

/** Prefect calls parameters that the schema refuses a conflict. */
const kindOf = ({ code, kind }: Pick<DomainError, 'kind' | 'code'>): ErrorKind =>
  code === 'PARAMETERS_INVALID' ? 'conflict' : kind;

export const refusalOf = (error: Pick<DomainError, 'kind' | 'code' | 'data' | 'message'>): Refusal => {
  const kind = kindOf(error);
  return {
    status: statuses[kind],
    body: { detail: error.message, code: error.code, ...(kind === 'invalid' && { data: error.data }) },
  };
};
