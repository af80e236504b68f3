import type { Answer, Asked, FromChild, LogLine, RunOrder, StopReason, TaskNews } from '../child/messages.ts';
import { countdown } from './countdown.ts';
import { type Outcome, outcomeOf, type Traces } from './outcome.ts';
import type { Child } from './spawn-child.ts';

export type RunLimits = {
  /** Between telling a run to end and killing it. */
  graceMs: number;
  /** For importing the flow's file and reading the parameters. */
  loadMs: number;
};

/** What a run says and asks while it goes. */
export type RunListener = {
  line(line: LogLine): void;
  tasks(flowRunId: string, news: readonly TaskNews[]): void;
  /** Rejects with words to refuse. */
  answer(asked: Asked): Promise<Answer>;
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
  /** Says that its runner is there; unless said again within this time, the run ends itself. */
  vouch(forMs: number): void;
  /** Ends one of its sub-flows, and nothing else. */
  cancelSubflow(id: string): void;
  /** Stops the clock of its timeout until the answer is called. */
  holdTimeout(): () => void;
};

/** Has a child load a flow and, when told, run it; watches over its time. */
export const startRun = (
  child: Child,
  order: RunOrder,
  { limits, on }: { limits: RunLimits; on: RunListener },
): StartedRun => {
  const loaded = Promise.withResolvers<boolean>();
  let begun = false;
  let stopped: Traces['stop'] = null;
  let said: Traces['said'] = null;
  let uncaught: string | null = null;
  let timeoutMs: number | null = null;
  let grace: NodeJS.Timeout | undefined;
  const timeout = countdown(() => stop('timed-out'));

  const hear = (message: FromChild): void => {
    switch (message.type) {
      case 'loaded':
        clearTimeout(loading);
        timeoutMs = message.timeoutMs;
        loaded.resolve(true);
        break;
      case 'log':
        on.line(message.line);
        break;
      case 'tasks':
        on.tasks(message.flowRunId, message.news);
        break;
      case 'ask':
        void answer(message.number, message.asked);
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
  const answer = async (number: number, asked: Asked): Promise<void> => {
    try {
      child.send({ type: 'answer', number, answer: await on.answer(asked) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      child.send({ type: 'refusal', number, reason });
    }
  };
  /** Its last word is said: the timeout is over, and what still keeps the process alive gets the grace. */
  const endSoon = (): void => {
    clearTimeout(loading);
    timeout.clear();
    grace ??= setTimeout(() => child.signal('SIGKILL'), limits.graceMs);
  };
  const stop = (reason: StopReason): void => {
    if (stopped !== null || said !== null) return;
    stopped = reason;
    clearTimeout(loading);
    timeout.clear();
    child.send({ type: 'stop', reason });
    child.signal(begun ? 'SIGTERM' : 'SIGKILL');
    grace = setTimeout(() => child.signal('SIGKILL'), limits.graceMs);
  };

  child.listen({ message: hear, line: on.line });
  child.send({ type: 'load', order });
  const loading = setTimeout(() => {
    said = { kind: 'failed', message: `${order.file} did not load within ${limits.loadMs / 1000} s` };
    child.signal('SIGKILL');
  }, limits.loadMs);

  const outcome = child.ended.then((end) => {
    clearTimeout(loading);
    timeout.clear();
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
      if (timeoutMs !== null) timeout.start(timeoutMs);
    },
    stop,
    cancelSubflow: (id) => child.send({ type: 'cancel-subflow', id }),
    vouch: (forMs) => child.send({ type: 'here', forMs }),
    holdTimeout: timeout.hold,
    kill() {
      if (said === null) stopped ??= 'killed';
      child.signal('SIGKILL');
    },
  };
};
