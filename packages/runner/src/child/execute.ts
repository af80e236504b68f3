import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '@carillon/core';
import {
  type AnyFlow,
  type Client,
  createClient,
  type FlowContext,
  runFlow,
  setContextStorage,
} from '@carillon/sdk';
import { failureMessage, inWords } from './failure.ts';
import { loadFlow } from './load-module.ts';
import type { FromChild, RunOrder } from './messages.ts';
import { resultJson } from './result.ts';
import { runLog } from './run-log.ts';

type Surroundings = {
  signal: AbortSignal;
  say: (message: FromChild) => Promise<void>;
  /** Resolves once the server has agreed that the run is running. */
  begin: Promise<void>;
};

/** Loads a flow, waits for leave to begin, runs it; answers with the last thing to say. Never rejects. */
export const execute = async (order: RunOrder, { signal, say, begin }: Surroundings): Promise<FromChild> => {
  const log = runLog((line) => void say({ type: 'log', line }));
  try {
    const flow = await loadFlow(order.file, order.flowName);
    await refuseWrongParameters(flow, order);
    const { timeoutSeconds } = flow.options;
    await say({ type: 'loaded', timeoutMs: timeoutSeconds === null ? null : timeoutSeconds * 1000 });
    await begin;
    setContextStorage(new AsyncLocalStorage<FlowContext>());
    const result = await runFlow(flow, order.parameters, contextOf(order, { log, signal }));
    return { type: 'result', result: resultJson(result) };
  } catch (error) {
    if (!signal.aborted) log.error(inWords(error));
    return { type: 'failure', message: failureMessage(error) };
  }
};

const contextOf = (
  { run, parameters, server }: RunOrder,
  { log, signal }: Pick<FlowContext, 'log' | 'signal'>,
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
