import { DomainError } from '@carillon/core';
import type { z } from 'zod';
import { toJsonObject } from '../json.ts';
import { issuesOf } from '../refuse.ts';
import { currentScope, inScope } from './ambient.ts';
import type { FlowContext } from './context.ts';
import { type Deployment, type DeploymentOptions, defineDeployment } from './deployment.ts';
import { type FlowOptions, type FlowSettings, type NoParameters, settingsOf } from './flow-options.ts';
import { localContext } from './local-context.ts';
import type { RunReporter } from './run-reporter.ts';
import { runSubflow } from './subflow.ts';

const mark = Symbol.for('carillon.flow');
/** Any flow, whatever its parameters and its result. */
export type AnyFlow = {
  (...parameters: never): Promise<unknown>;
  readonly name: string;
  readonly options: FlowSettings;
  /** Runs it in a given context; the parameters are read by its schema. Runners call it, through `runFlow`. */
  readonly execute: (parameters: unknown, context: FlowContext) => Promise<unknown>;
};

export type Flow<Parameters extends z.ZodObject, Result> = {
  /**
   * Runs it here and now. In the run of another flow it is a sub-flow: a run of its own, in the same process, linked to its
   * parent. Elsewhere there is no server at all: the log is the console, the signal never aborts, and retries and the timeout
   * are not applied. The parameters are read by its schema. Throws PARAMETERS_INVALID.
   */
  (...parameters: OptionalWhenEmpty<z.input<Parameters>>): Promise<Result>;
  readonly name: string;
  readonly options: FlowSettings<Parameters>;
  readonly execute: (parameters: unknown, context: FlowContext) => Promise<Result>;
  /** Says where and when this flow is to run: a value for `carillon deploy`, `serve()` or `deploy()`. */
  deployment<const Given extends Partial<z.input<Parameters>> = Record<never, never>>(
    options: DeploymentOptions<z.input<Parameters>, Given>,
  ): Deployment;
};

type OptionalWhenEmpty<Input> =
  Record<never, never> extends Input ? [parameters?: Input] : [parameters: Input];

/** What callers of a flow pass to it. */
export type FlowInput<F extends AnyFlow> = z.input<F['options']['parameters']>;
/** What a flow returns. */
export type FlowResult<F extends AnyFlow> = Awaited<ReturnType<F['execute']>>;

/**
 * Defines a flow: a function with a name, typed parameters and a policy. Deploy it with `.deployment()`, or call it as it is.
 * Throws INPUT_INVALID when the name or the policy cannot be.
 */
export function flow<Result, Parameters extends z.ZodObject = NoParameters>(
  options: FlowOptions<Parameters, Result>,
): Flow<Parameters, Awaited<Result>> {
  const settings = settingsOf(options, flow);
  const { parameters, name } = settings;

  const read = async (raw: unknown): Promise<z.output<Parameters>> => {
    const result = await parameters.safeParseAsync(raw);
    if (result.success) return result.data;
    throw new DomainError('PARAMETERS_INVALID', { name, issues: issuesOf(result.error) });
  };
  const begin = async (values: z.output<Parameters>, context: FlowContext): Promise<Awaited<Result>> =>
    await inScope({ context }, () => options.run(values, context));
  const execute = async (raw: unknown, context: FlowContext): Promise<Awaited<Result>> =>
    begin(await read(raw), context);

  const call = async (...[given]: OptionalWhenEmpty<z.input<Parameters>>): Promise<Awaited<Result>> => {
    const raw = given ?? {};
    const sent = toJsonObject(`The input of flow ${name}`, raw);
    const scope = currentScope();
    if (!scope?.reporter) return execute(raw, localContext(sent));
    const values = await read(raw);
    const called = {
      ...settings,
      given: raw,
      parameters: sent,
      execute: (own: FlowContext) => begin(values, own),
    };
    return runSubflow(called, scope, scope.reporter);
  };
  const deployment: Flow<Parameters, Awaited<Result>>['deployment'] = (wanted) =>
    defineDeployment(defined, wanted, deployment);
  const defined = Object.assign(call, { options: settings, execute, deployment });
  return Object.defineProperties(defined, { name: { value: name }, [mark]: { value: true } });
}

/** True for the flows of any copy of this package. */
export const isFlow = (value: unknown): value is AnyFlow => typeof value === 'function' && mark in value;

/** Runs a flow as its runner does: `parameters` as they came over the wire, in the context that the runner made. */
export const runFlow = (
  flow: AnyFlow,
  parameters: unknown,
  { context, reporter }: { context: FlowContext; reporter: RunReporter | null },
): Promise<unknown> =>
  inScope({ context, reporter, taskRunId: null }, () => flow.execute(parameters, context));
