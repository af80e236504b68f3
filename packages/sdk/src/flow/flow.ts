import { DomainError, name as nameSchema, runPolicy, tags as tagsSchema } from '@carillon/core';
import { z } from 'zod';
import { type Duration, durationSeconds } from '../duration.ts';
import { toJsonObject } from '../json.ts';
import { issuesOf, refusal } from '../refuse.ts';
import { inContext } from './ambient.ts';
import type { FlowContext } from './context.ts';
import { type Deployment, type DeploymentOptions, defineDeployment } from './deployment.ts';
import { localContext } from './local-context.ts';

const mark = Symbol.for('carillon.flow');
const noParameters = z.object({});
type NoParameters = typeof noParameters;

export type FlowOptions<Parameters extends z.ZodObject, Result> = {
  name: string;
  /** One zod object: it types `run`, every caller and every schedule, and the server keeps its JSON Schema. */
  parameters?: Parameters;
  /** Attempts after the first one, made by the runner. None by default. */
  retries?: number;
  /** Between two attempts. */
  retryDelay?: Duration;
  /** How long one attempt may take; its `signal` aborts then. No limit by default. */
  timeout?: Duration;
  version?: string;
  description?: string;
  tags?: readonly string[];
  run(parameters: z.output<Parameters>, context: FlowContext): Result;
};

/** What a flow says of itself, with its defaults filled in. */
export type FlowSettings<Parameters extends z.ZodObject = z.ZodObject> = {
  readonly name: string;
  readonly parameters: Parameters;
  readonly retries: number;
  readonly retryDelaySeconds: number;
  readonly timeoutSeconds: number | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
};

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
   * Runs it here and now, with no server: the parameters are read by its schema, the log is the console, the signal never
   * aborts. Retries and the timeout are the runner's work, so they are not applied. Throws PARAMETERS_INVALID.
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
  const settings = settingsOf(options);
  const { parameters, name } = settings;

  const execute = async (raw: unknown, context: FlowContext): Promise<Awaited<Result>> => {
    const read = await parameters.safeParseAsync(raw);
    if (!read.success) throw new DomainError('PARAMETERS_INVALID', { name, issues: issuesOf(read.error) });
    return await inContext(context, () => options.run(read.data, context));
  };
  const call = async (...[given]: OptionalWhenEmpty<z.input<Parameters>>): Promise<Awaited<Result>> => {
    const raw = given ?? {};
    return execute(raw, localContext(toJsonObject(`The input of flow ${name}`, raw)));
  };
  const deployment: Flow<Parameters, Awaited<Result>>['deployment'] = (wanted) =>
    defineDeployment(defined, wanted);
  const defined = Object.assign(call, { options: settings, execute, deployment });
  return Object.defineProperties(defined, { name: { value: name }, [mark]: { value: true } });
}

/** True for the flows of any copy of this package. */
export const isFlow = (value: unknown): value is AnyFlow => typeof value === 'function' && mark in value;

/** Runs a flow as its runner does: `parameters` as they came over the wire, in the context that the runner made. */
export const runFlow = (flow: AnyFlow, parameters: unknown, context: FlowContext): Promise<unknown> =>
  flow.execute(parameters, context);

const policy = z.object({
  name: nameSchema,
  retries: runPolicy.shape.retries.unwrap().unwrap(),
  tags: tagsSchema,
});

const settingsOf = <Parameters extends z.ZodObject>(
  options: FlowOptions<Parameters, unknown>,
): FlowSettings<Parameters> => {
  const { name, retries = 0, tags = [] } = options;
  const read = policy.safeParse({ name, retries, tags });
  if (!read.success) throw refusal(issuesOf(read.error), flow);
  return {
    name,
    // Where a flow names no parameters, its type parameter is that of the empty object.
    parameters: options.parameters ?? (noParameters as z.ZodObject as Parameters),
    retries,
    retryDelaySeconds: durationSeconds(options.retryDelay ?? 0, flow),
    timeoutSeconds: options.timeout === undefined ? null : durationSeconds(options.timeout, flow),
    version: options.version ?? null,
    description: options.description ?? null,
    tags,
  };
};
