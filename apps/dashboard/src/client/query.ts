import type { Client } from '@carillon/sdk';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

// biome-ignore lint/suspicious/noExplicitAny: any input will do to tell a function from a folder of them.
type Call = (input?: any, options?: { signal?: AbortSignal }) => Promise<unknown>;

type Paths<T, Prefix extends string = ''> = {
  [Name in keyof T & string]: T[Name] extends Call
    ? `${Prefix}${Name}`
    : T[Name] extends object
      ? Paths<T[Name], `${Prefix}${Name}.`>
      : never;
}[keyof T & string];

type At<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never;

/** The procedures that answer once. */
export type Path = Exclude<Paths<Omit<Client, 'run' | 'url'>>, never>;
type CallAt<P extends Path> = Extract<At<Client, P>, Call>;
export type Input<P extends Path> = NonNullable<Parameters<CallAt<P>>[0]>;
export type Output<P extends Path> = Awaited<ReturnType<CallAt<P>>>;

/** Calls a procedure by its path. */
export const call = <P extends Path>(path: P, input: Input<P>, signal?: AbortSignal): Promise<Output<P>> => {
  let at: unknown = client;
  for (const name of path.split('.')) at = Reflect.get(Object(at), name);
  // The path's type is made by walking the client's own.
  return (at as Call)(input, signal === undefined ? {} : { signal }) as Promise<Output<P>>;
};

/** What a query is kept under: the path, so that events can name it, and the input. */
export const query = <P extends Path>(path: P, input: Input<P>) =>
  queryOptions({
    queryKey: [path, input] as const,
    queryFn: ({ signal }) => call(path, input, signal),
  });

/** Reads anew what is shown of these procedures, or of all below a noun such as `deployments`. */
export const refresh = (queries: QueryClient, ...nouns: readonly string[]): Promise<void> =>
  queries.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && nouns.some((noun) => path === noun || path.startsWith(`${noun}.`)),
  });
