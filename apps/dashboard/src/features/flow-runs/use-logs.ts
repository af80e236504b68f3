import type { Log } from '@carillon/core';
import { useEffect, useState } from 'react';
import { client } from '../../client/client.ts';

export const linesMax = 50_000;
const drawMs = 100;

export type Logs = { lines: readonly Log[]; isCut: boolean; error: unknown };

/** The lines of a run, from the first on, then each new one. Those that come in a rush are drawn together. */
export const useLogs = (flowRunId: string): Logs => {
  const [logs, setLogs] = useState<Logs>({ lines: [], isCut: false, error: null });
  useEffect(() => {
    const left = new AbortController();
    let waiting: Log[] = [];
    let timer: number | undefined;
    const draw = (): void => {
      timer = undefined;
      const more = waiting;
      waiting = [];
      setLogs(({ lines, isCut }) => {
        const all = [...lines, ...more];
        return { lines: all.slice(-linesMax), isCut: isCut || all.length > linesMax, error: null };
      });
    };
    const follow = async (): Promise<void> => {
      for await (const line of client.logs.follow({ flowRunId }, { signal: left.signal, retries: 1000 })) {
        waiting.push(line);
        timer ??= window.setTimeout(draw, drawMs);
      }
    };
    setLogs({ lines: [], isCut: false, error: null });
    follow().catch((error: unknown) => {
      if (!left.signal.aborted) setLogs((before) => ({ ...before, error }));
    });
    return () => {
      left.abort();
      window.clearTimeout(timer);
    };
  }, [flowRunId]);
  return logs;
};
