import { type ErrorCode, isDomainError, isTerminal } from '@carillon/core';
import { backoffMs } from '@carillon/process';
import type { Answered, TaskNews, TaskState } from '../child/messages.ts';
import type { ReportedRun, Reporting } from './propose-state.ts';
import { reasonOf } from './reason.ts';
import { isTriedAgain, type QueuedTask, refuse, reportOf, taskQueue } from './task-queue.ts';

const everyMs = 250;
const callTimeout = '15s';
const backoff = { baseMs: 200, maxMs: 2000 };

/** The flow run is no longer ours, or nobody's. */
const goneCodes: readonly ErrorCode[] = ['LEASE_LOST', 'FLOW_RUN_NOT_FOUND'];
/** The server cannot take what was said as it is. */
const spoiltCodes: readonly ErrorCode[] = ['INPUT_INVALID', 'PAYLOAD_TOO_LARGE', 'TASK_RUN_NOT_FOUND'];

export type TaskReporter = {
  tell(news: TaskNews): void;
  /** Tells it at once, and answers what the server says of it, or of the last of its states. */
  ask(news: TaskNews): Promise<Answered>;
  /** Gives this end to the task runs that are still open; resolves when all that was told has been heard, or given up. */
  end(left: Pick<TaskState, 'type' | 'message'>): Promise<void>;
};

/** Sends what becomes of a flow run's task runs in batches, in order, until heard or until the signal gives up. Never rejects. */
export const taskReporter = ({ client, clock, log, signal }: Reporting, run: ReportedRun): TaskReporter => {
  const flowRunId = run.id;
  const queue = taskQueue();
  /** Task runs that have begun and not ended, as far as this side knows. */
  const open = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | null = null;
  let dropped = 0;
  let gone: string | null = null;

  const deliver = async (tasks: readonly QueuedTask[]): Promise<void> => {
    for (let tries = 0; gone === null; tries += 1) {
      try {
        const input = { flowRunId, leaseToken: run.leaseToken, tasks: tasks.map(reportOf) };
        const answers = await client.taskRuns.report(input, { signal, timeout: callTimeout });
        for (const [index, task] of tasks.entries()) {
          queue.settle(task, answers[index] ?? { accepted: 0, refused: null });
        }
        return;
      } catch (error) {
        if (signal.aborted) gone = 'the runner is ending';
        if (isDomainError(error) && goneCodes.includes(error.code)) gone = error.message;
        if (isDomainError(error) && spoiltCodes.includes(error.code)) return deliverApart(tasks, error);
        if (gone === null) await clock.after(backoffMs(tries, backoff), signal).catch(() => {});
      }
    }
    for (const task of tasks) refuse(task, gone);
  };
  /** What spoils a batch must not take the others with it. */
  const deliverApart = async (tasks: readonly QueuedTask[], error: Error): Promise<void> => {
    const [only, ...more] = tasks;
    if (only && more.length === 0) {
      log.error({ flowRunId, taskRunId: only.id, error: reasonOf(error) }, 'the server refuses a task run');
      return refuse(only, error.message);
    }
    const half = Math.ceil(tasks.length / 2);
    await deliver(tasks.slice(0, half));
    await deliver(tasks.slice(half));
  };

  const sendAll = async (): Promise<void> => {
    while (queue.size > 0 && gone === null) await deliver(queue.take());
    if (gone !== null) for (const task of queue.takeAll()) refuse(task, gone);
    if (dropped > 0) {
      log.warn(
        { flowRunId, taskRuns: dropped },
        'task runs are not shown: there were more than the server took',
      );
    }
    dropped = 0;
    sending = null;
  };
  const send = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll();
    return sending;
  };

  const add = (news: TaskNews, answer?: (answered: Answered) => void): boolean => {
    const { id, run, states } = news;
    const isNew = run !== null;
    if (!isNew && answer === undefined && !open.has(id)) return false;
    if (gone !== null || !queue.add(news, answer)) return false;
    const last = states.at(-1);
    if (last && isTerminal(last.type) && !isTriedAgain(last)) open.delete(id);
    else if (last && isNew) open.add(id);
    return true;
  };
  return {
    tell(news) {
      if (add(news)) timer ??= setTimeout(() => void send(), everyMs);
      else if (news.run !== null && gone === null) dropped += 1;
    },
    ask: (news) =>
      new Promise((resolve) => {
        if (add(news, resolve)) void send();
        else resolve({ kind: 'refused', reason: gone ?? 'there is no room for its report' });
      }),
    async end(left) {
      const at = Date.now();
      for (const id of [...open]) {
        const stateDetails = { transitionId: crypto.randomUUID() };
        add({ id, run: null, states: [{ ...left, stateDetails, at }] });
      }
      await send();
    },
  };
};
