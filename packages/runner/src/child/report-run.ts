import type { RunLog, RunReporter, TaskCall, TaskRunReport } from '@carillon/sdk';
import type { Ask } from './ask.ts';
import { granted } from './granted.ts';
import type { LineOf, TaskNews, TaskState } from './messages.ts';
import { subflowReport } from './report-subflow.ts';
import { resultJson } from './result.ts';
import { taskRunIdOf } from './task-run-id.ts';
import { completed, failed, pending, running } from './task-states.ts';
import type { TaskTeller } from './tell-tasks.ts';

/** The longest key that the server takes; a name may be longer. */
const keyMax = 400;

export type Reporting = {
  ask: Ask;
  tasks: TaskTeller;
  logOf: (of: LineOf) => RunLog;
  signal: AbortSignal;
  /** What ends each sub-flow that is under way. */
  subflows: Map<string, AbortController>;
};

type TaskRunMembers = NonNullable<TaskNews['run']>;

/** Reports what a flow run does, from its process: it tells, and asks only where the server has a say. */
export const runReporter = (flowRunId: string, on: Reporting): RunReporter => {
  const { ask, tasks, logOf, signal } = on;
  const calls = new Map<string, number>();

  /** The next call of a task or sub-flow: its id, and what its task run is. */
  const newCall = (
    name: string,
    { tags, parentId, inputs }: Pick<TaskCall, 'tags' | 'parentId' | 'inputs'>,
    more: Partial<TaskRunMembers> = {},
  ): { id: string; run: TaskRunMembers } => {
    const taskKey = name.slice(0, keyMax);
    const number = calls.get(taskKey) ?? 0;
    calls.set(taskKey, number + 1);
    const taskInputs = { ...inputs, ...(parentId !== null && { __parents__: [parentId] }) };
    return {
      id: taskRunIdOf(flowRunId, taskKey, `${number}`),
      run: {
        name: `${name}-${number}`,
        taskKey,
        dynamicKey: `${number}`,
        tags: [...tags],
        taskInputs: Object.fromEntries(
          Object.entries(taskInputs).map(([name, ids]) => [
            name,
            ids.map((id) => ({ inputType: 'task_run' as const, id })),
          ]),
        ),
        ...more,
      },
    };
  };

  const taskRun = (call: TaskCall): TaskRunReport => {
    const { name, tags, concurrency, cache, retries, retryDelaySeconds } = call;
    const allTags = concurrency === null || tags.includes(concurrency) ? tags : [...tags, concurrency];
    const { id, run } = newCall(
      name,
      { ...call, tags: allTags },
      { empiricalPolicy: { retries, retryDelay: retryDelaySeconds }, cacheKey: cache?.key ?? null },
    );
    const log = logOf({ taskRunId: id });
    const tell = (state: TaskState, first: TaskNews['run'] = null): void =>
      tasks.add(flowRunId, { id, run: first, states: [state] });

    tell(pending(), run);
    return {
      id,
      log,
      async begin() {
        if (concurrency === null && cache === null) {
          tell(running(null));
          return null;
        }
        const propose = () =>
          ask('begin-task', { flowRunId, news: { id, run: null, states: [running(cache)] } });
        const answer = await granted(propose, { what: `task ${name}`, signal });
        return answer.kind === 'completed' ? { cached: answer.result } : null;
      },
      retrying: (failure) => tell(failed(failure, { again: true })),
      failed: (failure) => tell(failed(failure, { again: false })),
      completed(result) {
        if (cache === null) return tell(completed(null));
        const { json, problem } = resultJson(result);
        if (json === null) log.warn(problem);
        tell(completed(json === null ? null : { cache, data: JSON.parse(json) }));
      },
    };
  };

  const subflow: RunReporter['subflow'] = async (call) => {
    const { id, run } = newCall(call.name, call);
    const news = { id, run, states: [] };
    const opened = await ask('open-subflow', { parentRunId: flowRunId, news, call });
    return subflowReport({ ...opened, taskRunId: id, call }, on, runReporter);
  };

  return { taskRun, subflow, pause: (call) => ask('pause', { flowRunId, call }) };
};
