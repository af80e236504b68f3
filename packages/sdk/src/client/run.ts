import {
  DomainError,
  type FlowRun,
  isTerminal,
  type JsonObject,
  type Log,
  type OrchestrationResult,
  type RunExplanation,
  type State,
} from '@carillon/core';
import { timerMs } from '../delay.ts';
import { type Duration, durationSeconds } from '../duration.ts';
import { toJsonObject } from '../json.ts';
import type { Client } from './client.ts';
import type { CallOptions } from './options.ts';
import { type LogOptions, runLogs } from './run-logs.ts';

export type RunOptions = {
  /** The same key for the same flow is the same run, however often it is asked for. */
  idempotencyKey?: string;
  /** When it is to start. Now by default. */
  at?: Date;
  name?: string;
  tags?: readonly string[];
  signal?: AbortSignal;
};

export type ResultOptions = {
  /** How long to wait. For ever by default. */
  timeout?: Duration;
  signal?: AbortSignal;
};

type WithSignal = Pick<CallOptions, 'signal'>;

/** One run of a deployment. */
export type RunHandle<Result> = {
  readonly id: string;
  readonly name: string;
  /** What the flow returned, once it has. Throws RUN_FAILED, RUN_CANCELLED, or RUN_TIMEOUT (the run goes on). */
  result(options?: ResultOptions): Promise<Result>;
  /** The states it passes through, the current one first; ends with the run. Those passed while the connection was down are left out. */
  follow(options?: WithSignal): AsyncIterable<State>;
  /** The lines of its log; followed, until it has ended. */
  logs(options?: LogOptions): AsyncIterable<Log>;
  /** Why it runs, or does not: a reason, and a sentence whose times are those of the timezone (UTC). */
  explain(options?: WithSignal & { timezone?: string }): Promise<RunExplanation>;
  /** Asks for its end; what has not begun is cancelled at once. A run that has ended stays as it is. */
  cancel(options?: WithSignal): Promise<void>;
  /** Lets it go on when it is paused, with the input that it asked for. Throws RUN_REFUSED when it is not, or refuses the input. */
  resume(input?: JsonObject, options?: WithSignal): Promise<void>;
  /** Another attempt, now, of a run that has ended. Throws RUN_REFUSED when it has not. */
  retry(options?: WithSignal): Promise<void>;
  /** The run as the server has it now. */
  read(options?: WithSignal): Promise<FlowRun>;
};

/** The longest that one request waits for the run's end. */
const pollSeconds = 25;
/** How much later than asked a wait may end. */
const lateMs = 1000;
/** A server that is away for half a minute does not end a wait. */
const waitRetries = 10;

/** Starts a run of a deployment that is named `flow/deployment`. */
export const startRun = async <Result>(
  client: Client,
  deployment: string,
  parameters: object,
  { idempotencyKey, at, name, tags = [], signal }: RunOptions,
): Promise<RunHandle<Result>> => {
  const [flowName, deploymentName, ...more] = deployment.split('/');
  if (!flowName || !deploymentName || more.length > 0) {
    throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: deployment });
  }
  const { id } = await client.deployments.readByName({ flowName, name: deploymentName }, { signal });
  const { run } = await client.deployments.createRun(
    {
      id,
      parameters: toJsonObject(`The input of ${deployment}`, parameters),
      tags: [...tags],
      idempotencyKey: idempotencyKey ?? null,
      name: name ?? null,
      ...(at ? { state: { type: 'SCHEDULED', stateDetails: { scheduledTime: at } } } : {}),
    },
    { signal },
  );
  return handleOf(client, run);
};

const handleOf = <Result>(client: Client, { id, name }: FlowRun): RunHandle<Result> => ({
  id,
  name,
  read: (options) => client.flowRuns.read({ id }, options),
  cancel: async (options) => {
    await client.flowRuns.setState({ id, state: { type: 'CANCELLING' } }, options);
  },
  resume: async (input = {}, options) =>
    assertTaken({ id, name }, await client.flowRuns.resume({ id, runInput: input }, options)),
  retry: async (options) => assertTaken({ id, name }, await client.flowRuns.retry({ id }, options)),
  explain: ({ timezone = 'UTC', ...options } = {}) => client.flowRuns.explain({ id, timezone }, options),
  logs: (options) => runLogs(client, id, options),
  follow: (options) => distinct(client.flowRuns.follow({ id }, options)),
  // What the flow returned was written as JSON by its runner; that it has this type is the word of whoever named the flow.
  result: async (options) => (await resultOf(client, { id, name }, options)) as Result,
});

const assertTaken = (run: { id: string; name: string }, { status, details }: OrchestrationResult): void => {
  if (status === 'ACCEPT') return;
  const reason = 'reason' in details ? details.reason : null;
  throw new DomainError('RUN_REFUSED', { ...run, reason: reason ?? status });
};

/** A stream that was resumed begins with the state that was told last. */
async function* distinct(states: AsyncIterable<State>): AsyncGenerator<State> {
  let last: string | null = null;
  for await (const state of states) {
    if (state.id !== last) yield state;
    last = state.id;
  }
}

const resultOf = async (
  client: Client,
  { id, name }: { id: string; name: string },
  { timeout, signal }: ResultOptions = {},
): Promise<unknown> => {
  const seconds = timeout === undefined ? Number.POSITIVE_INFINITY : durationSeconds(timeout);
  const deadline = performance.now() + seconds * 1000;
  // The server tells when the time is over; one that does not answer must not make it longer.
  const late = seconds === Number.POSITIVE_INFINITY ? [] : [AbortSignal.timeout(timerMs(seconds) + lateMs)];
  const signals = AbortSignal.any([...late, ...(signal ? [signal] : [])]);
  const isOver = (): boolean => performance.now() >= deadline;
  while (true) {
    const left = Math.max(0, (deadline - performance.now()) / 1000);
    const waitSeconds = Math.min(left, pollSeconds);
    const options = { signal: signals, retries: waitRetries };
    const read = await client.flowRuns.wait({ id, waitSeconds }, options).catch((error: unknown) => {
      if (isOver() && !signal?.aborted) return null;
      throw error;
    });
    if (read?.state && isTerminal(read.state.type)) return outcomeOf({ id, name }, read.state);
    if (isOver()) throw new DomainError('RUN_TIMEOUT', { id, name, seconds });
  }
};

const outcomeOf = (run: { id: string; name: string }, state: State): unknown => {
  if (state.type === 'COMPLETED') return state.data;
  const data = { ...run, state: state.name, message: state.message };
  throw state.type === 'CANCELLED'
    ? new DomainError('RUN_CANCELLED', data)
    : new DomainError('RUN_FAILED', data);
};
