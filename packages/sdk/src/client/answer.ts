import type { HTTPLinkOptions } from '@trpc/client';
import type { AnyClientTypes } from '@trpc/server/unstable-core-do-not-import';

/** Nobody dealt with the request, as far as this side can know: no connection, or a proxy or a server that is starting or ending. */
export class NoAnswer extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'NoAnswer';
  }
}

const awayStatuses: readonly number[] = [502, 503, 504];
export const isAway = (status: number): boolean => awayStatuses.includes(status);

/** The deepest `code` of an error and its causes, such as ECONNREFUSED; else its message. */
const connectionReason = (error: unknown): string => {
  let reason = error instanceof Error ? error.message : String(error);
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') reason = at.code;
  }
  return reason;
};

/** `fetch`, whose failures to connect are NoAnswer. */
export const connect = async (
  fetch: typeof globalThis.fetch,
  ...request: Parameters<typeof globalThis.fetch>
): Promise<Response> => {
  try {
    return await fetch(...request);
  } catch (error) {
    throw new NoAnswer(connectionReason(error), { cause: error });
  }
};

const strange = (status: number): Error =>
  new Error(`HTTP ${status} from something that is not a Carillon server`);

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.includes('application/json') === true;

/** Throws for an answer that is not JSON: NoAnswer where the server was only away, else what it was. */
export const assertJson = (response: Response): void => {
  if (isJson(response)) return;
  if (isAway(response.status)) throw new NoAnswer(`HTTP ${response.status}`);
  throw strange(response.status);
};

/** What tRPC's links wait for; for anything else they would wait in vain. */
const isAnswer = (json: unknown): boolean =>
  (Array.isArray(json) ? json : [json]).every(
    (one: unknown) => typeof one === 'object' && one !== null && ('result' in one || 'error' in one),
  );

/** The `fetch` of tRPC's links: whole JSON answers, or an error that says which kind of failure it is. */
export const fetchJson =
  (fetch: typeof globalThis.fetch): NonNullable<HTTPLinkOptions<AnyClientTypes>['fetch']> =>
  async (url, init) => {
    const response = await connect(fetch, url, { ...init, signal: init?.signal ?? null });
    assertJson(response);
    const body = await response.text().catch((error: unknown) => {
      throw new NoAnswer(connectionReason(error), { cause: error });
    });
    const json: unknown = JSON.parse(body);
    if (!isAnswer(json)) throw strange(response.status);
    return { ok: response.ok, json: async (): Promise<unknown> => json };
  };
