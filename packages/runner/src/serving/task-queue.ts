import type { TaskReportAnswer, taskReport } from '@carillon/core';
import type { z } from 'zod';
import type { Answered, TaskNews, TaskState } from '../child/messages.ts';
import { answeredOf } from './answered.ts';

/** What one call may carry: task runs, the states of one, and bytes of JSON, well below the server's limit of 1 MB. */
const tasksMax = 500;
const statesMax = 20;
const bytesMax = 500_000;
/** Task runs that are kept while the server is away. */
const keptMax = 20_000;
/** A report tells how long ago it was. */
const agoMax = 86_400_000;

/** A state to report, or null for news that there is a task run; and who waits for the answer. */
type Item = { state: TaskState | null; answer: ((answered: Answered) => void) | null };

/** What is to be reported of one task run. */
export type QueuedTask = { id: string; run: TaskNews['run']; items: Item[] };

export type TaskQueue = {
  readonly size: number;
  /** False where there is no room for one task run more. */
  add(news: TaskNews, answer?: (answered: Answered) => void): boolean;
  /** Takes out everything. */
  takeAll(): QueuedTask[];
  /** Takes out what the next call is to carry, oldest first. */
  take(): QueuedTask[];
  /** Tells whoever waits, and keeps for the next call what this one's answer has not looked at. */
  settle(task: QueuedTask, answer: Pick<TaskReportAnswer, 'accepted' | 'refused'>): void;
};

const bytesOf = (task: QueuedTask): number =>
  Buffer.byteLength(JSON.stringify([task.run, task.items.map(({ state }) => state)]));

/** A failure that is followed by another attempt: the server takes it for a wait. */
export const isTriedAgain = ({ type, stateDetails }: TaskState): boolean =>
  type === 'FAILED' && stateDetails?.retriable !== false;

/** What follows a state that is not taken as it is, is for the next call. */
const endsCall = ({ state }: Item): boolean => state !== null && isTriedAgain(state);

/** Tells whoever waits that nobody will say more. */
export const refuse = ({ items }: QueuedTask, reason: string): void => {
  for (const { answer } of items) answer?.({ kind: 'refused', reason });
};

export const taskQueue = (): TaskQueue => {
  const queued = new Map<string, QueuedTask>();

  const putFirst = (task: QueuedTask): void => {
    if (task.items.length === 0) return;
    const since = queued.get(task.id);
    queued.set(task.id, { ...task, items: [...task.items, ...(since?.items ?? [])] });
  };
  return {
    get size() {
      return queued.size;
    },
    add({ id, run, states }, answer) {
      const before = queued.get(id);
      if (before === undefined && queued.size >= keptMax) return false;
      const items: Item[] = (states.length === 0 ? [null] : states).map((state) => ({ state, answer: null }));
      const last = items.at(-1);
      if (last && answer) last.answer = answer;
      if (before) before.items.push(...items);
      else queued.set(id, { id, run, items });
      return true;
    },
    takeAll() {
      const all = [...queued.values()];
      queued.clear();
      return all;
    },
    take() {
      const taken: QueuedTask[] = [];
      let bytes = 0;
      for (const task of [...queued.values()].slice(0, tasksMax)) {
        const end = task.items.findIndex(endsCall) + 1 || task.items.length;
        const part = { ...task, items: task.items.slice(0, Math.min(end, statesMax)) };
        bytes += bytesOf(part);
        if (taken.length > 0 && bytes > bytesMax) break;
        taken.push(part);
        queued.delete(task.id);
        putFirst({ ...task, run: null, items: task.items.slice(part.items.length) });
      }
      return taken;
    },
    settle(task, { accepted, refused }) {
      let left = accepted;
      const later: Item[] = [];
      let isRefused = false;
      for (const item of task.items) {
        if (isRefused) later.push(item);
        else if (item.state === null || left > 0) item.answer?.({ kind: 'accepted' });
        else {
          isRefused = true;
          item.answer?.(answeredOf(refused));
        }
        if (item.state !== null) left -= 1;
      }
      putFirst({ ...task, run: null, items: later });
    },
  };
};

/** A queued task run in the words of a report. */
export const reportOf = ({ id, run, items }: QueuedTask): z.input<typeof taskReport> => ({
  id,
  run,
  states: items.flatMap(({ state }) => {
    if (state === null) return [];
    const { at, ...reported } = state;
    return [{ ...reported, agoMs: Math.min(Math.max(0, Date.now() - at), agoMax) }];
  }),
});
