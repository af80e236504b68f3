import { setTimeout as delay } from 'node:timers/promises';
import type { Failure, RunLog, RunReporter, SubflowReport, TaskCall, TaskRunReport } from '@carillon/sdk';
import type { Ask } from './ask.ts';
import { failureMessage } from './failure.ts';
import type { Answered, LineOf, TaskNews, TaskState } from './messages.ts';
import { resultJson } from './result.ts';
import { taskRunIdOf } from './task-run-id.ts';
import { completed, failed, pending, running } from './task-states.ts';
import type { TaskTeller } from './tell-tasks.ts';

/** The longest key that the server takes; a name may be longer. */
const keyMax = 400;
/** Between two questions whether a paused flow run goes on. */
const notReadyMs = 1000;

export type Reporting = {
  ask: Ask;
  tasks: TaskTeller;
  logOf: (of: LineOf) => RunLog;
  signal: AbortSignal;
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

  const subflow: RunReporter['subflow'] = async (call): Promise<SubflowReport> => {
    const { id: taskRunId, run: standIn } = newCall(call.name, call);
    const news = { id: taskRunId, run: standIn, states: [] };
    const { id, name } = await ask('open-subflow', { parentRunId: flowRunId, news, call });
    return {
      taskRunId,
      run: { id, name, scheduledTime: null, parameters: call.parameters },
      log: logOf({ flowRunId: id }),
      reporter: runReporter(id, { ...on, logOf: (of) => logOf({ flowRunId: id, ...of }) }),
      async begin() {
        await granted(() => ask('begin-subflow', { id }), { what: `flow ${call.name}`, signal });
      },
      async completed(result) {
        await ask('end-subflow', { id, end: { kind: 'completed', result: resultJson(result) } });
      },
      async failed({ error, timedOut }: Failure) {
        const end = { kind: 'failed', message: failureMessage(error), timedOut } as const;
        return (await ask('end-subflow', { id, end })).again;
      },
    };
  };

  return { taskRun, subflow, pause: (call) => ask('pause', { flowRunId, call }) };
};

/** Asks again for as long as it is told to wait. */
const granted = async (
  propose: () => Promise<Answered>,
  { what, signal }: { what: string; signal: AbortSignal },
): Promise<Extract<Answered, { kind: 'accepted' | 'completed' }>> => {
  for (;;) {
    const answer = await propose();
    switch (answer.kind) {
      case 'accepted':
      case 'completed':
        return answer;
      case 'refused':
        throw new Error(`${what} may not begin: ${answer.reason}`);
      case 'wait':
        await delay(answer.delayMs, null, { signal });
        break;
      case 'not-ready':
        await delay(notReadyMs, null, { signal });
    }
  }
};
