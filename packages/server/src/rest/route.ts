import type { ErrorCode } from '@carillon/core';
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { HttpRefusal } from './errors.ts';

/** What a route answers: a status, and a value of its schema unless it is 204. */
export type Reply<Answer extends z.ZodType> =
  | { status: ContentfulStatusCode; value: z.input<Answer> | null; refusal?: never }
  /** A refusal that is an answer: what the use case wrote stays written. */
  | { status: ContentfulStatusCode; value: unknown; refusal: HttpRefusal }
  | { status: 204 }
  /** Told as it is, not as JSON. */
  | { status: 200; text: string; headers: Readonly<Record<string, string>> };

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

export type RouteCall<Path extends string, Body extends z.ZodType, Query extends z.ZodType> = {
  params: Record<ParamNames<Path>, string>;
  body: z.output<Body>;
  query: z.output<Query>;
  request: HonoContext['req'];
  /** The body as it was sent. */
  sent: unknown;
};

/**
 * One route of Prefect's REST: its path below /api, its schemas (ours; the wire's spelling is derived), and the use case that it
 * translates to. Parameters named `id` or ending in `_id` are UUIDs; a path with anything else in their place is not found.
 */
export type Route<
  Path extends string = string,
  Body extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: Path;
  summary: string;
  /** `mutation` runs in one transaction, as a mutation of tRPC does. */
  kind: 'query' | 'mutation';
  body?: Body;
  /** A body whose members may be null or unknown, and that may be missing. */
  embedded?: boolean;
  /** Members, by their wire names, that older and newer clients send and that mean nothing here. */
  dropped?: readonly string[];
  query?: Query;
  answer: Answer | null;
  /** Of success, the usual one first. */
  statuses: readonly [number, ...number[]];
  /** Where this route refuses with another status than the error's kind has. */
  refusals?: Partial<Record<ErrorCode, ContentfulStatusCode>>;
  handle: (context: Context, call: RouteCall<Path, Body, Query>) => Promise<Reply<Answer>>;
};

/** A route with its types forgotten, to be kept in a list. */
export type AnyRoute = Omit<Route, 'handle'> & {
  handle: (
    context: Context,
    call: {
      params: Record<string, string>;
      body: unknown;
      query: unknown;
      request: HonoContext['req'];
      sent: unknown;
    },
  ) => Promise<{
    status: number;
    value?: unknown;
    refusal?: HttpRefusal;
    text?: string;
    headers?: Readonly<Record<string, string>>;
  }>;
};

type Declared<
  Path extends string,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Answer extends z.ZodType,
> = Omit<Route<Path, Body, Query, Answer>, 'kind'>;

const declare =
  (kind: Route['kind']) =>
  <const Path extends string, Body extends z.ZodType, Query extends z.ZodType, Answer extends z.ZodType>(
    route: Declared<Path, Body, Query, Answer>,
  ): AnyRoute =>
    // What `handle` is given was read by these very schemas.
    ({ ...route, kind }) as unknown as AnyRoute;

/** Only reads. */
export const reads = declare('query');
/** Writes, in one transaction. */
export const writes = declare('mutation');
