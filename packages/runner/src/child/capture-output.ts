import { lineJoiner } from './lines.ts';
import type { LogLine } from './messages.ts';

const streams = [
  { stream: process.stdout, level: 20 },
  { stream: process.stderr, level: 40 },
] as const;

/**
 * From now on what this process writes to its console becomes lines of the run's log, in order with those of `log`.
 * What native code and grandchildren write goes to the pipes beneath, which the runner reads.
 */
export const captureOutput = (emit: (line: LogLine) => void): { flush(): void } => {
  const joiners = streams.map(({ stream, level }) => {
    const joiner = lineJoiner((message) => emit({ level, message, timestamp: Date.now() }));
    const decoder = new TextDecoder();
    stream.write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      written?: (error?: Error | null) => void,
    ): boolean => {
      const bytes =
        typeof chunk === 'string' && typeof encoding === 'string' ? Buffer.from(chunk, encoding) : chunk;
      joiner.add(typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true }));
      const done = typeof encoding === 'function' ? encoding : written;
      if (done) queueMicrotask(() => done());
      return true;
    };
    return joiner;
  });
  return {
    flush() {
      for (const joiner of joiners) joiner.flush();
    },
  };
};
