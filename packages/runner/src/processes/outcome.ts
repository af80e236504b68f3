import type { ResultJson, StopReason } from '../child/messages.ts';
import type { ChildEnd } from './spawn-child.ts';

/** How a run in a child ended. */
export type Outcome =
  | { kind: 'completed'; result: ResultJson }
  | { kind: 'failed'; message: string }
  | { kind: 'timed-out'; message: string }
  | { kind: 'cancelled' }
  | { kind: 'crashed'; message: string };

/** What is known once the child is gone. */
export type Traces = {
  /** Why it was told to end, if it was. */
  stop: StopReason | 'killed' | null;
  said: Exclude<Outcome, { kind: 'timed-out' | 'cancelled' | 'crashed' }> | null;
  uncaught: string | null;
  end: ChildEnd;
  timeoutMs: number | null;
};

/** A child that ended without a word is taken for what it was: crashed, with what is known of its end. */
export const outcomeOf = ({ stop, said, uncaught, end, timeoutMs }: Traces): Outcome => {
  if (stop === 'timed-out') {
    return { kind: 'timed-out', message: `timed out after ${(timeoutMs ?? 0) / 1000} s` };
  }
  if (stop === 'cancelled') return { kind: 'cancelled' };
  const stopped = stop === 'draining' || stop === 'killed';
  if (stopped && said?.kind !== 'completed') return { kind: 'crashed', message: 'the runner was stopped' };
  return said ?? { kind: 'crashed', message: endInWords(end, uncaught) };
};

const endInWords = (end: ChildEnd, uncaught: string | null): string => {
  const cause = uncaught === null ? '' : ` (uncaught ${uncaught})`;
  switch (end.kind) {
    case 'exit':
      return `the flow's process ended with exit code ${end.code}${end.code === 0 ? ' before the flow returned' : ''}${cause}`;
    case 'signal':
      return `the flow's process was killed by ${end.signal}${cause}`;
    case 'not-started':
      return `the flow's process could not be started: ${end.reason}`;
  }
};
