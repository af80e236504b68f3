import type { State } from '@carillon/core';
import type { PauseCall } from '@carillon/sdk';
import type { Answer, Asked, TaskNews, TaskState } from '../child/messages.ts';
import { type PauseOptions, pauseRun } from './pause-run.ts';
import type { ReportedRun } from './propose-state.ts';
import { type TaskReporter, taskReporter } from './report-tasks.ts';
import { subflowsOf } from './subflows.ts';

/** What a flow's process tells and asks besides its log and its result. */
export type RunSteps = {
  tell(flowRunId: string, news: readonly TaskNews[]): void;
  answer(asked: Asked): Promise<Answer>;
  /** Gives this end to whatever the flow left open; resolves when it has been heard, or given up. */
  end(left: Pick<TaskState, 'type' | 'message'>): Promise<void>;
};

export type RunStepsOptions = Omit<PauseOptions, 'aheadMs'> & {
  /** Tells the flow that a sub-flow of it is cancelled. */
  cancelSubflow: (id: string) => void;
  aheadMs: () => number;
  /** Stops the clock of the run's timeout until the answer is called. */
  holdTimeout: () => () => void;
  /** The run goes on without this process, or not at all. */
  onLeft: (state: State | null) => void;
};

export const runSteps = (on: RunStepsOptions, run: ReportedRun): RunSteps => {
  const tasks = taskReporter(on, run);
  const subflows = subflowsOf(on, run);
  const tasksOf = (flowRunId: string): TaskReporter | undefined =>
    flowRunId === run.id ? tasks : subflows.find(flowRunId)?.tasks;
  const known = <T>(found: T | undefined): T => {
    if (found === undefined) throw new Error('that flow run is not under way here');
    return found;
  };

  const pause = async (flowRunId: string, call: PauseCall): Promise<Answer> => {
    const own = flowRunId === run.id;
    const paused = own ? run : known(subflows.find(flowRunId)).run;
    const release = on.holdTimeout();
    try {
      const ended = await pauseRun({ ...on, aheadMs: on.aheadMs() }, paused, call);
      if (ended.kind === 'resumed') return ended.input;
      if (!own) throw new Error(`it is ${ended.state?.name ?? 'gone'}`);
      // To be cancelled it is told as any run is.
      if (ended.state?.type !== 'CANCELLING') on.onLeft(ended.state);
      return await new Promise(() => {});
    } finally {
      release();
    }
  };

  return {
    tell(flowRunId, news) {
      for (const one of news) tasksOf(flowRunId)?.tell(one);
    },
    answer: async ({ kind, about }) => {
      switch (kind) {
        case 'begin-task':
          return known(tasksOf(about.flowRunId)).ask(about.news);
        case 'open-subflow':
          return subflows.open(about, known(tasksOf(about.parentRunId)));
        case 'begin-subflow':
          return subflows.begin(about.id);
        case 'end-subflow':
          return subflows.end(about);
        case 'pause':
          return pause(about.flowRunId, about.call);
      }
    },
    async end(left) {
      await subflows.endAll(left);
      await tasks.end(left);
    },
  };
};
