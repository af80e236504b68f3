import type { FromChild, TaskNews } from './messages.ts';

export type TaskTeller = {
  add(flowRunId: string, news: TaskNews): void;
  /** Says at once what is kept; what is said next must not come before it. */
  flush(): void;
};

/** Puts together what happens to task runs in one turn of the loop: a thousand quick tasks are a few messages. */
export const taskTeller = (say: (message: FromChild) => unknown): TaskTeller => {
  const kept = new Map<string, Map<string, TaskNews>>();
  let planned = false;

  const flush = (): void => {
    for (const [flowRunId, byId] of kept) say({ type: 'tasks', flowRunId, news: [...byId.values()] });
    kept.clear();
  };
  return {
    add(flowRunId, news) {
      const byId = kept.get(flowRunId) ?? new Map<string, TaskNews>();
      kept.set(flowRunId, byId);
      const before = byId.get(news.id);
      byId.set(news.id, before ? { ...before, states: [...before.states, ...news.states] } : news);
      if (planned) return;
      planned = true;
      setImmediate(() => {
        planned = false;
        flush();
      });
    },
    flush,
  };
};
