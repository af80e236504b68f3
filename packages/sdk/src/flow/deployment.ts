import type { JsonObject } from '@carillon/core';
import { type Duration, durationSeconds } from '../duration.ts';
import { toJsonObject } from '../json.ts';
import { refusal } from '../refuse.ts';
import type { AnyFlow } from './flow.ts';
import type { Schedule } from './schedules.ts';

const mark = Symbol.for('carillon.deployment');

export type DeploymentConcurrency = {
  /** Runs at once. */
  limit: number;
  /** What becomes of a run that finds no slot: it waits, or it is cancelled. */
  onCollision: 'enqueue' | 'cancel-new';
  /** How long a lost run keeps its slot: 60 s to a day. */
  gracePeriod?: Duration;
};

/** `Given` are the parameters that the deployment itself names; each schedule names what is left, or lays its own over them. */
export type DeploymentOptions<Input, Given> = {
  name: string;
  schedules?: readonly Schedule<ScheduleParameters<Input, Given>>[];
  parameters?: Given & Only<keyof Input, Given>;
  tags?: readonly string[];
  /** The flow's own by default, as is the description. */
  version?: string;
  description?: string;
  concurrency?: DeploymentConcurrency;
  workPool?: string;
  workQueue?: string;
  jobVariables?: JsonObject;
  /** Omitted: a new deployment is active, and one that an operator paused stays paused. */
  paused?: boolean;
  labels?: Readonly<Record<string, string | number | boolean>>;
};

/** The flow's parameters; those that the deployment gives already may be left out. */
type ScheduleParameters<Input, Given> = Flat<
  Omit<Input, keyof Given> & Partial<Pick<Input, keyof Input & keyof Given>>
>;
type Flat<T> = { [Key in keyof T]: T[Key] };

/** Refuses the keys that are not among these. */
type Only<Keys extends PropertyKey, Given> = { readonly [Key in Exclude<keyof Given, Keys>]: never };

/** A flow with the place, the times and the parameters of its runs; made by `flow.deployment()`. */
export type Deployment = {
  readonly name: string;
  readonly flow: AnyFlow;
  readonly schedules: readonly Schedule[];
  readonly parameters: JsonObject;
  readonly tags: readonly string[];
  readonly version: string | null;
  readonly description: string | null;
  readonly concurrency: {
    readonly limit: number;
    readonly onCollision: 'enqueue' | 'cancel-new';
    readonly gracePeriodSeconds: number | null;
  } | null;
  readonly workPool: string | null;
  readonly workQueue: string | null;
  readonly jobVariables: JsonObject;
  readonly paused: boolean | undefined;
  readonly labels: Readonly<Record<string, string | number | boolean>>;
};

/** `report/daily`: how people and the client name a deployment. */
export const fullName = ({ flow, name }: Deployment): string => `${flow.name}/${name}`;

/** The options once their types have done their work: parameters are any values, to be written as JSON. */
type PlainOptions = Omit<DeploymentOptions<unknown, unknown>, 'schedules' | 'parameters'> & {
  schedules?: readonly (Omit<Schedule, 'parameters' | 'parameterNames'> & { readonly parameters: unknown })[];
  parameters?: unknown;
};

/** Throws INPUT_INVALID at the line that called `entry`. */
export const defineDeployment = (
  flow: AnyFlow,
  options: PlainOptions,
  entry: (...args: never) => unknown,
): Deployment => {
  const { name, concurrency } = options;
  const slugs = (options.schedules ?? []).flatMap(({ slug }) => slug ?? []);
  const twice = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  if (twice !== undefined) {
    const message = `the slug "${twice}" is used twice; each schedule of ${flow.name}/${name} needs one of its own`;
    throw refusal([{ path: ['schedules'], message }], entry);
  }
  const parametersOf = `The input of ${flow.name}/${name}`;
  const definition: Deployment = {
    name,
    flow,
    schedules: (options.schedules ?? []).map(({ parameters, ...schedule }) => ({
      ...schedule,
      parameters: toJsonObject(parametersOf, parameters),
    })),
    parameters: toJsonObject(parametersOf, options.parameters ?? {}),
    tags: options.tags ?? [],
    version: options.version ?? flow.options.version,
    description: options.description ?? flow.options.description,
    concurrency: concurrency
      ? {
          limit: concurrency.limit,
          onCollision: concurrency.onCollision,
          gracePeriodSeconds:
            concurrency.gracePeriod === undefined ? null : durationSeconds(concurrency.gracePeriod),
        }
      : null,
    workPool: options.workPool ?? null,
    workQueue: options.workQueue ?? null,
    jobVariables: options.jobVariables ?? {},
    paused: options.paused,
    labels: options.labels ?? {},
  };
  return Object.defineProperty(definition, mark, { value: true });
};

/** True for the deployments of any copy of this package. */
export const isDeployment = (value: unknown): value is Deployment =>
  typeof value === 'object' && value !== null && mark in value;
