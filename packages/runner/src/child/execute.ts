import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '@carillon/core';
import {
  type AnyFlow,
  type Client,
  createClient,
  currentScope,
  type FlowContext,
  pausesBy,
  type RunReporter,
  runFlow,
  type Scope,
  setScopeStorage,
} from '@carillon/sdk';
import type { asking } from './ask.ts';
import { failureMessage, inWords } from './failure.ts';
import { loadFlow } from './load-module.ts';
import type { FromChild, LineOf, RunOrder } from './messages.ts';
import { runReporter } from './report-run.ts';
import { resultJson } from './result.ts';
import { runLog } from './run-log.ts';
import { taskTeller } from './tell-tasks.ts';

export { importAhead } from './load-module.ts';

type Surroundings = {
  signal: AbortSignal;
  subflows: Map<string, AbortController>;
  say: (message: FromChild) => Promise<void>;
  ask: ReturnType<typeof asking>['ask'];
  /** Resolves once the server has agreed that the run is running. */
  begin: Promise<void>;
};

/** Loads a flow, waits for leave to begin, runs it; answers with the last thing to say. Never rejects. */
export const execute = async (
  order: RunOrder,
  { signal, subflows, say, ask, begin }: Surroundings,
): Promise<FromChild> => {
  const logOf = (of: LineOf) => runLog((line) => void say({ type: 'log', line: { ...line, ...of } }));
  const log = logOf({});
  const tasks = taskTeller(say);
  const reporter = runReporter(order.run.id, {
    tasks,
    logOf,
    signal,
    subflows,
    ask: (kind, about) => {
      tasks.flush();
      return ask(kind, about);
    },
  });
  try {
    const flow = await loadFlow(order.file, order.flowName);
    await refuseWrongParameters(flow, order);
    const { timeoutSeconds } = flow.options;
    await say({ type: 'loaded', timeoutMs: timeoutSeconds === null ? null : timeoutSeconds * 1000 });
    await begin;
    setScopeStorage(new AsyncLocalStorage<Scope>());
    const context = contextOf(order, { log, signal, reporter });
    const result = await runFlow(flow, order.parameters, { context, reporter });
    return { type: 'result', result: resultJson(result) };
  } catch (error) {
    if (!signal.aborted) log.error(inWords(error));
    return { type: 'failure', message: failureMessage(error) };
  } finally {
    tasks.flush();
  }
};

/** Whose a line is that the calling code writes to the console of run `runId`. */
export const lineOfScope = (runId: string): LineOf => {
  const scope = currentScope();
  if (scope === undefined) return {};
  const { id } = scope.context.run;
  return {
    ...(id !== runId && { flowRunId: id }),
    ...(scope.taskRunId !== null && { taskRunId: scope.taskRunId }),
  };
};

const contextOf = (
  { run, parameters, server }: RunOrder,
  { log, signal, reporter }: Pick<FlowContext, 'log' | 'signal'> & { reporter: RunReporter },
): FlowContext => {
  const scheduledTime = run.scheduledTime === null ? null : new Date(run.scheduledTime);
  let client: Client | undefined;
  return {
    log,
    signal,
    run: { ...run, scheduledTime, parameters },
    // Made when it is asked for: most flows never do, and Node's fetch alone takes 20 ms to load.
    get carillon() {
      client ??= createClient({
        url: server.url,
        ...(server.apiKey === null ? {} : { apiKey: server.apiKey }),
      });
      return client;
    },
    ...pausesBy(reporter),
  };
};

// Before the run is called running: what can never succeed need not be attempted again.
const refuseWrongParameters = async (flow: AnyFlow, { parameters }: RunOrder): Promise<void> => {
  const read = await flow.options.parameters.safeParseAsync(parameters);
  if (read.success) return;
  const issues = read.error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    message,
  }));
  throw new DomainError('PARAMETERS_INVALID', { name: flow.name, issues });
};
