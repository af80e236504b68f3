import { isTerminal, type Log } from '@carillon/core';
import type { Client } from './client.ts';

export type LogOptions = {
  /** Goes on with each new line until the run has ended. */
  follow?: boolean;
  /** The least level that is of interest: 10 debug, 20 info, 30 warn, 40 error. All by default. */
  level?: number;
  signal?: AbortSignal | undefined;
};

/** Lines may be stored in another order than that of their times, by so much at most. */
const disorderMs = 60_000;
const waitRetries = 10;

/** The lines of a run's log: those that are there, oldest first; or, followed, those and each new one in the order they came. */
export const runLogs = (
  client: Client,
  id: string,
  { follow = false, level, signal }: LogOptions = {},
): AsyncIterable<Log> => {
  const only = level === undefined ? {} : { level: { ge: level } };
  return follow ? followed(client, { id, only, signal }) : stored(client, { id, only, signal });
};

type Asked = {
  id: string;
  only: { level?: { ge: number }; timestamp?: { after: Date } };
  signal: AbortSignal | undefined;
};

async function* stored(client: Client, { id, only, signal }: Asked): AsyncGenerator<Log> {
  let cursor: string | null = null;
  do {
    const logs = { ...only, flowRunId: { any: [id] } };
    const page: Awaited<ReturnType<Client['logs']['list']>> = await client.logs.list(
      { logs, cursor },
      { signal },
    );
    yield* page.results;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function* followed(client: Client, { id, only, signal }: Asked): AsyncGenerator<Log> {
  const ended = new AbortController();
  const either = AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]);
  const end = untilEnded(client, id, either).finally(() => ended.abort());
  const seen = new Set<string>();
  let newestMs = Number.NEGATIVE_INFINITY;
  try {
    for await (const line of client.logs.follow({ flowRunId: id, logs: only }, { signal: either })) {
      seen.add(line.id);
      newestMs = Math.max(newestMs, line.timestamp.getTime());
      yield line;
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    ended.abort();
  }
  await end;
  // Its runner stored the last lines before it reported the end; the stream may have been cut off before them.
  const timestamp = seen.size === 0 ? {} : { timestamp: { after: new Date(newestMs - disorderMs) } };
  for await (const line of stored(client, { id, only: { ...only, ...timestamp }, signal })) {
    if (!seen.has(line.id)) yield line;
  }
}

const untilEnded = async (client: Client, id: string, signal: AbortSignal): Promise<void> => {
  while (true) {
    const { state } = await client.flowRuns.wait({ id }, { signal, retries: waitRetries });
    if (state && isTerminal(state.type)) return;
  }
};
