import { type Api, api, type Procedure } from '@carillon/core';
import type { z } from 'zod';
import type { AnyFlow, FlowInput, FlowResult } from '../flow/flow.ts';
import type { Json } from '../json.ts';
import { type Call, callsOver } from './call.ts';
import { connectionOf } from './connection.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { type RunHandle, type RunOptions, startRun } from './run.ts';
import { type Subscribe, subscriptionsOver } from './subscribe.ts';

type Arguments<Input> =
  Record<never, never> extends Input
    ? [input?: Input, options?: CallOptions]
    : [input: Input, options?: CallOptions];

/** The procedures of a contract as functions: a promise of the answer, or for subscriptions its messages. */
export type ProcedureCalls<Contract> = {
  readonly [Name in keyof Contract]: Contract[Name] extends Procedure<infer Kind, infer Input, infer Output>
    ? Kind extends 'subscription'
      ? (...given: Arguments<z.input<Input>>) => AsyncIterable<z.output<Output>>
      : (...given: Arguments<z.input<Input>>) => Promise<z.output<Output>>
    : ProcedureCalls<Contract[Name]>;
};

/**
 * Every procedure of the server under its own name. Instants are Dates. Errors are CarillonErrors: a union on `code`.
 * Calls that are safe to repeat are tried again when the server cannot be reached.
 */
export interface Client extends ProcedureCalls<Api> {
  /** The server's address. */
  readonly url: string;
  /**
   * Starts a run of a deployment, named `flow/deployment`, and returns a handle to it. Throws DEPLOYMENT_NOT_FOUND and
   * PARAMETERS_INVALID. With an idempotency key the same call twice is one run.
   */
  run<F extends AnyFlow>(
    deployment: string,
    ...given: Record<never, never> extends FlowInput<F>
      ? [parameters?: FlowInput<F>, options?: RunOptions]
      : [parameters: FlowInput<F>, options?: RunOptions]
  ): Promise<RunHandle<Json<FlowResult<F>>>>;
}

type Contract = { readonly [name: string]: Procedure | Contract };

const isProcedure = (node: Procedure | Contract): node is Procedure =>
  typeof node.kind === 'string' && 'input' in node;

const functionsOf = (contract: Contract, over: { call: Call; subscribe: Subscribe }, prefix = ''): object =>
  Object.fromEntries(
    Object.entries(contract).map(([name, node]) => {
      const path = `${prefix}${name}`;
      if (!isProcedure(node)) return [name, functionsOf(node, over, `${path}.`)];
      const send = node.kind === 'subscription' ? over.subscribe : over.call;
      return [name, (input: unknown = {}, options?: CallOptions) => send(path, node, input, options)];
    }),
  );

/** Connects to a server; nothing is sent before the first call. Throws INPUT_INVALID for a url that is none. */
export function createClient(options: ClientOptions): Client {
  const connection = connectionOf(options, createClient);
  const over = { call: callsOver(connection), subscribe: subscriptionsOver(connection) };
  // Built by walking the very contract that the type is mapped from.
  const procedures = functionsOf(api, over) as ProcedureCalls<Api>;
  const client: Client = {
    ...procedures,
    url: connection.url,
    run: (deployment, ...[parameters = {}, runOptions = {}]) =>
      startRun(client, deployment, parameters, runOptions),
  };
  return client;
}
