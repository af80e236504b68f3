import type { FromChild, LogLine, RunOrder, StopReason } from '../child/messages.ts';
import { type Outcome, outcomeOf, type Traces } from './outcome.ts';
import type { Child } from './spawn-child.ts';

/** The longest that a timer can be set to, 24 days; a longer timeout is none. */
const timerMax = 2 ** 31 - 1;

export type RunLimits = {
  /** Between telling a run to end and killing it. */
  graceMs: number;
  /** For importing the flow's file and reading the parameters. */
  loadMs: number;
};

export type StartedRun = {
  /** True once the flow can begin; false when it has ended instead. */
  readonly loaded: Promise<boolean>;
  readonly outcome: Promise<Outcome>;
  /** Lets the flow begin; its timeout counts from here. */
  begin(): void;
  /** Aborts the flow's signal, and kills what is left of it after the grace. */
  stop(reason: StopReason): void;
  /** Ends it at once. */
  kill(): void;
};

/** Has a child load a flow and, when told, run it; watches over its time. */
export const startRun = (
  child: Child,
  order: RunOrder,
  { limits, line }: { limits: RunLimits; line: (line: LogLine) => void },
): StartedRun => {
  const loaded = Promise.withResolvers<boolean>();
  let begun = false;
  let stopped: Traces['stop'] = null;
  let said: Traces['said'] = null;
  let uncaught: string | null = null;
  let timeoutMs: number | null = null;
  let grace: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;

  const hear = (message: FromChild): void => {
    switch (message.type) {
      case 'loaded':
        clearTimeout(limit);
        timeoutMs = message.timeoutMs;
        loaded.resolve(true);
        break;
      case 'log':
        line(message.line);
        break;
      case 'result':
        said = { kind: 'completed', result: message.result };
        endSoon();
        break;
      case 'failure':
        said = { kind: 'failed', message: message.message };
        endSoon();
        break;
      case 'uncaught':
        uncaught = message.message;
    }
  };
  /** Its last word is said: the timeout is over, and what still keeps the process alive gets the grace. */
  const endSoon = (): void => {
    clearTimeout(limit);
    grace ??= setTimeout(() => child.signal('SIGKILL'), limits.graceMs);
  };
  const stop = (reason: StopReason): void => {
    if (stopped !== null || said !== null) return;
    stopped = reason;
    clearTimeout(limit);
    child.send({ type: 'stop', reason });
    child.signal(begun ? 'SIGTERM' : 'SIGKILL');
    grace = setTimeout(() => child.signal('SIGKILL'), limits.graceMs);
  };

  child.listen({ message: hear, line });
  child.send({ type: 'load', order });
  limit = setTimeout(() => {
    said = { kind: 'failed', message: `${order.file} did not load within ${limits.loadMs / 1000} s` };
    child.signal('SIGKILL');
  }, limits.loadMs);

  const outcome = child.ended.then((end) => {
    clearTimeout(limit);
    clearTimeout(grace);
    loaded.resolve(false);
    return outcomeOf({ stop: stopped, said, uncaught, end, timeoutMs });
  });

  return {
    loaded: loaded.promise,
    outcome,
    begin() {
      begun = true;
      child.send({ type: 'begin' });
      if (timeoutMs !== null && timeoutMs <= timerMax) limit = setTimeout(() => stop('timed-out'), timeoutMs);
    },
    stop,
    kill() {
      if (said === null) stopped ??= 'killed';
      child.signal('SIGKILL');
    },
  };
};
