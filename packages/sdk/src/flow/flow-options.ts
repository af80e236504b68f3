import { name, type RunPolicy, runPolicy, tags } from '@carillon/core';
import { z } from 'zod';
import { type Duration, durationSeconds } from '../duration.ts';
import { issuesOf, refusal } from '../refuse.ts';
import type { FlowContext } from './context.ts';

const noParameters = z.object({});
export type NoParameters = typeof noParameters;

export type FlowOptions<Parameters extends z.ZodObject, Result> = {
  name: string;
  /** One zod object: it types `run`, every caller and every schedule, and the server keeps its JSON Schema. */
  parameters?: Parameters;
  /** Attempts after the first one, granted by the server. None by default. */
  retries?: number;
  /** Before the second attempt. */
  retryDelay?: Duration;
  /** Each delay is the one before times this. 1 by default. */
  retryBackoff?: number;
  /** No delay is longer than this. */
  retryDelayMax?: Duration;
  /** Up to this share of each delay, from 0 to 1, is taken off at random: runs that failed together come back apart. */
  retryJitter?: number;
  /** A run that nobody has begun this long after its start has failed. It waits for ever by default. */
  queueTimeout?: Duration;
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
  readonly runPolicy: RunPolicy;
  readonly timeoutSeconds: number | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
};

type Entry = (...args: never) => unknown;

const secondsOf = (duration: Duration | undefined, entry: Entry): number | null =>
  duration === undefined ? null : durationSeconds(duration, entry);

const checked = z.object({ name, tags, ...runPolicy.shape });

/** Throws INPUT_INVALID at the line that called `entry` when the name or the policy cannot be. */
export const settingsOf = <Parameters extends z.ZodObject>(
  options: FlowOptions<Parameters, unknown>,
  entry: Entry,
): FlowSettings<Parameters> => {
  const { retries = 0, retryBackoff, retryJitter, tags: given = [] } = options;
  const read = checked.safeParse({
    name: options.name,
    tags: given,
    retries,
    retryDelay: secondsOf(options.retryDelay ?? 0, entry),
    retryBackoff,
    retryDelayMax: secondsOf(options.retryDelayMax, entry),
    retryJitter,
    queueTimeout: secondsOf(options.queueTimeout, entry),
  });
  if (!read.success) throw refusal(issuesOf(read.error), entry);
  const { name: flowName, tags: flowTags, ...policy } = read.data;
  return {
    name: flowName,
    // Where a flow names no parameters, its type parameter is that of the empty object.
    parameters: options.parameters ?? (noParameters as z.ZodObject as Parameters),
    runPolicy: policy,
    timeoutSeconds: secondsOf(options.timeout, entry),
    version: options.version ?? null,
    description: options.description ?? null,
    tags: flowTags,
  };
};
