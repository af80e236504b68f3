import { z } from 'zod';

/** What went wrong, by who can mend it; each face (tRPC, REST) has its own status for a kind. */
export type ErrorKind =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'timeout'
  | 'unavailable'
  | 'internal'
  | 'client';

const issue = z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() });
const byName = z.object({ name: z.string() });
const byId = z.object({ id: z.string() });
const withIssues = z.object({ name: z.string(), issues: z.array(issue) });
const ofRun = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  message: z.string().nullable(),
});

type Entry<S extends z.ZodType> = { kind: ErrorKind; data: S; message: (data: z.output<S>) => string };
const entry = <S extends z.ZodType>(
  kind: ErrorKind,
  data: S,
  message: (data: z.output<S>) => string,
): Entry<S> => ({
  kind,
  data,
  message,
});

export type ErrorIssue = z.output<typeof issue>;

/** `region: Invalid option; day: Invalid date`: each issue behind the path that it concerns. */
export const issuesInWords = (issues: readonly ErrorIssue[]): string =>
  issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');

/** Every error that a caller can meet: one code, its data, its words. docs/errors.md is written from this table. */
export const errorTable = {
  INPUT_INVALID: entry('invalid', z.object({ issues: z.array(issue) }), ({ issues }) =>
    issuesInWords(issues),
  ),
  UNAUTHORIZED: entry(
    'unauthorized',
    z.object({}),
    () => 'The API key is missing or wrong (Authorization: Bearer …).',
  ),
  ORIGIN_REFUSED: entry(
    'forbidden',
    z.object({ origin: z.string() }),
    ({ origin }) => `Calls from ${origin} are not answered.`,
  ),
  FLOW_NOT_FOUND: entry('not-found', byName, ({ name }) => `There is no flow ${name}.`),
  DEPLOYMENT_NOT_FOUND: entry('not-found', byName, ({ name }) => `There is no deployment ${name}.`),
  SCHEDULE_NOT_FOUND: entry('not-found', byId, ({ id }) => `There is no schedule ${id} in this deployment.`),
  FLOW_RUN_NOT_FOUND: entry('not-found', byId, ({ id }) => `There is no flow run ${id}.`),
  FLOW_RUN_INPUT_NOT_FOUND: entry(
    'not-found',
    z.object({ id: z.string(), key: z.string() }),
    ({ id, key }) => `Flow run ${id} has no input "${key}".`,
  ),
  STATE_NOT_FOUND: entry('not-found', byId, ({ id }) => `There is no state ${id}.`),
  WORK_POOL_NOT_FOUND: entry('not-found', byName, ({ name }) => `There is no work pool "${name}".`),
  WORK_QUEUE_NOT_FOUND: entry(
    'not-found',
    z.object({ pool: z.string().nullable(), name: z.string() }),
    ({ pool, name }) => `There is no work queue "${name}"${pool === null ? '' : ` in work pool "${pool}"`}.`,
  ),
  WORK_QUEUE_IS_DEFAULT: entry(
    'conflict',
    z.object({ pool: z.string(), name: z.string() }),
    ({ pool, name }) =>
      `Work queue "${name}" is the default of work pool "${pool}", and goes only with the pool.`,
  ),
  WORK_POOL_RESERVED: entry(
    'forbidden',
    byName,
    ({ name }) =>
      `Work pool "${name}" is reserved for internal use: only its pause and its concurrency limit can be changed.`,
  ),
  WORKER_NOT_FOUND: entry(
    'not-found',
    z.object({ pool: z.string(), name: z.string() }),
    ({ pool, name }) => `There is no worker "${name}" in work pool "${pool}".`,
  ),
  VARIABLE_NOT_FOUND: entry('not-found', byName, ({ name }) => `There is no variable "${name}".`),
  WORK_POOL_MISSING: entry(
    'invalid',
    z.object({ queue: z.string(), deployment: z.string() }),
    ({ queue, deployment }) =>
      `No run can be put into work queue ${queue}: deployment ${deployment} has no work pool.`,
  ),
  CONCURRENCY_LIMIT_NOT_FOUND: entry('not-found', byId, ({ id }) => `There is no concurrency limit ${id}.`),
  SLOTS_EXCEED_LIMIT: entry(
    'invalid',
    z.object({ name: z.string(), slots: z.int(), limit: z.int() }),
    ({ name, slots, limit }) => `${slots} slots are more than "${name}" has at all (${limit}).`,
  ),
  SLOTS_DO_NOT_DECAY: entry(
    'invalid',
    byName,
    ({ name }) => `The slots of "${name}" do not decay, so it cannot limit a rate (slotDecayPerSecond).`,
  ),
  LEASE_GONE: entry('not-found', byId, ({ id }) => `Lease ${id} is gone: it has run out, or was given back.`),
  BLOCK_DOCUMENT_NOT_FOUND: entry('conflict', byId, ({ id }) => `There is no block document ${id}.`),
  TASK_RUN_NOT_FOUND: entry('not-found', byId, ({ id }) => `There is no task run ${id}.`),
  NAME_TAKEN: entry(
    'conflict',
    z.object({ noun: z.string(), name: z.string() }),
    ({ noun, name }) => `A ${noun} named "${name}" exists already.`,
  ),
  ID_TAKEN: entry(
    'conflict',
    z.object({ noun: z.string(), id: z.string() }),
    ({ noun, id }) => `Another ${noun} has the id ${id} already.`,
  ),
  NAME_RESERVED: entry('forbidden', byName, ({ name }) => `The name "${name}" is reserved.`),
  SLUG_TAKEN: entry(
    'conflict',
    z.object({ slug: z.string() }),
    ({ slug }) => `Schedule slugs must be unique within a deployment; "${slug}" is used twice.`,
  ),
  SLUG_MISSING: entry(
    'invalid',
    z.object({}),
    () =>
      'Every schedule of this deployment has a slug; please give each schedule of the request one too, so that it is clear which is meant.',
  ),
  SCHEDULE_MISSING: entry(
    'invalid',
    z.object({ slug: z.string() }),
    ({ slug }) => `Schedule "${slug}" is new, so it needs a schedule (cron, interval or rrule).`,
  ),
  REPLACES_TWICE: entry(
    'invalid',
    z.object({ slug: z.string() }),
    ({ slug }) => `Two schedules say that they replace "${slug}".`,
  ),
  PARAMETERS_INVALID: entry(
    'invalid',
    withIssues,
    ({ name, issues }) => `${name} refuses its parameters: ${issuesInWords(issues)}`,
  ),
  PARAMETER_SCHEMA_INVALID: entry(
    'invalid',
    z.object({ name: z.string(), reason: z.string() }),
    ({ name, reason }) => `The parameter schema of ${name} cannot be used: ${reason}`,
  ),
  PARAMETERS_NOT_HYDRATED: entry(
    'invalid',
    z.object({ name: z.string(), reason: z.string() }),
    ({ name, reason }) => `The parameters of ${name} hold a template that cannot be filled in: ${reason}`,
  ),
  JOB_VARIABLES_INVALID: entry(
    'invalid',
    withIssues,
    ({ name, issues }) => `${name} refuses its job variables: ${issuesInWords(issues)}`,
  ),
  LEASE_LOST: entry(
    'conflict',
    z.object({ id: z.string(), token: z.number() }),
    ({ id, token }) =>
      `The lease on flow run ${id} (token ${token}) is no longer yours; the report changed nothing.`,
  ),
  JOB_VARIABLES_FIXED: entry(
    'invalid',
    z.object({ id: z.string(), state: z.string() }),
    ({ id, state }) => `Job variables of flow run ${id} cannot be changed in state ${state}.`,
  ),
  FILTER_MISSING: entry(
    'invalid',
    z.object({}),
    () => 'A filter is needed here: without one every row would be changed.',
  ),
  PAYLOAD_TOO_LARGE: entry(
    'too-large',
    z.object({ limit: z.string() }),
    ({ limit }) => `The request is larger than allowed: ${limit}.`,
  ),
  QUERY_TIMEOUT: entry(
    'timeout',
    z.object({ seconds: z.number() }),
    ({ seconds }) => `The database did not answer within ${seconds} s; please narrow the filter.`,
  ),
  UNAVAILABLE: entry(
    'unavailable',
    z.object({}),
    () => 'The database cannot be reached at the moment; please try again.',
  ),
  INTERNAL: entry('internal', z.object({}), () => 'Something went wrong in the server; its log says what.'),
  UNREACHABLE: entry(
    'client',
    z.object({ url: z.string(), reason: z.string(), tries: z.int() }),
    ({ url, reason, tries }) =>
      `cannot reach ${url} (${reason}) after ${tries} ${tries === 1 ? 'try' : 'tries'}`,
  ),
  ABORTED: entry('client', z.object({}), () => 'The call was aborted.'),
  ANSWER_INVALID: entry(
    'client',
    z.object({ path: z.string(), reason: z.string() }),
    ({ path, reason }) => `The answer to ${path} is not what this client understands: ${reason}`,
  ),
  RUN_FAILED: entry(
    'client',
    ofRun,
    ({ name, state, message }) => `Flow run ${name} ended ${state}${message ? `: ${message}` : ''}`,
  ),
  RUN_CANCELLED: entry(
    'client',
    ofRun,
    ({ name, message }) => `Flow run ${name} was cancelled${message ? `: ${message}` : ''}`,
  ),
  RUN_TIMEOUT: entry(
    'client',
    z.object({ id: z.string(), name: z.string(), seconds: z.number() }),
    ({ name, seconds }) => `Flow run ${name} had not ended after ${seconds} s; it goes on.`,
  ),
  RUN_REFUSED: entry(
    'client',
    z.object({ id: z.string(), name: z.string(), reason: z.string() }),
    ({ name, reason }) => `Flow run ${name} stays as it is: ${reason}`,
  ),
  RUN_NOT_SERVED: entry(
    'client',
    z.object({}),
    () => 'Only a run that a runner carries out can be paused or suspended: nobody could resume this one.',
  ),
  VALUE_NOT_JSON: entry(
    'client',
    z.object({ what: z.string(), reason: z.string() }),
    ({ what, reason }) => `${what} has no JSON form: ${reason}`,
  ),
} as const satisfies Record<string, { kind: ErrorKind; data: z.ZodType; message: (data: never) => string }>;

export type ErrorCode = keyof typeof errorTable;
export type ErrorData<Code extends ErrorCode> = z.output<(typeof errorTable)[Code]['data']>;
