import type { Answered, Questions, SubflowEnded, SubflowRun, TaskState } from '../child/messages.ts';
import { finalState, type Proposal } from './final-state.ts';
import { proposeEnd } from './propose-end.ts';
import { proposeState, type ReportedRun, type Reporting, type Verdict } from './propose-state.ts';
import { type TaskReporter, taskReporter } from './report-tasks.ts';
import { untilHeard } from './until-heard.ts';

/** A sub-flow's run, and the reporter of its task runs. */
type Subflow = { run: ReportedRun; tasks: TaskReporter };

export type Subflows = {
  find(id: string): Subflow | undefined;
  /** Makes the run, linked to a task run of its parent that stands in for it. */
  open(about: Questions['open-subflow']['asks'], parent: TaskReporter): Promise<SubflowRun>;
  begin(id: string): Promise<Answered>;
  end(about: Questions['end-subflow']['asks']): Promise<SubflowEnded>;
  /** Gives this end to those that are still open. */
  endAll(left: Pick<TaskState, 'type' | 'message'>): Promise<void>;
};

/** What a flow's process leaves open when its attempt is over. */
const unfinished = { type: 'CANCELLED', message: 'the flow ended before it' } as const;

/** The runs that a flow's process carries out besides its own. They have no lease: they live and die with the process. */
export const subflowsOf = (on: Reporting, { leaseToken }: ReportedRun): Subflows => {
  const open = new Map<string, Subflow>();
  const knownTo = (id: string): Subflow => {
    const subflow = open.get(id);
    if (subflow === undefined) throw new Error(`flow run ${id} is not under way here`);
    return subflow;
  };

  return {
    find: (id) => open.get(id),
    async open({ news, call }, parent) {
      const stored = await parent.ask(news);
      if (stored.kind !== 'accepted') throw new Error(`flow ${call.name} cannot be shown`);
      const { client, signal } = on;
      const { flow } = await untilHeard(on, () =>
        client.flows.create({ name: call.name, tags: [...call.tags] }, { signal }),
      );
      const { run } = await untilHeard(on, () =>
        client.flowRuns.create(
          {
            flowId: flow.id,
            parentTaskRunId: news.id,
            parameters: call.parameters,
            tags: [...call.tags],
            empiricalPolicy: call.runPolicy,
            // One for each time that somebody claims the run around it and comes to this call.
            idempotencyKey: `${news.id}-${leaseToken}`,
          },
          { signal },
        ),
      );
      const reported = { id: run.id, leaseToken: null };
      open.set(run.id, { run: reported, tasks: taskReporter(on, reported) });
      return { id: run.id, name: run.name };
    },
    begin: async (id) => answeredOf(await proposeState(on, knownTo(id).run, { type: 'RUNNING' }), 'RUNNING'),
    async end({ id, end }) {
      const { run, tasks } = knownTo(id);
      await tasks.end(unfinished);
      const proposal: Proposal =
        end.kind === 'completed'
          ? finalState(end)
          : { type: 'FAILED', name: end.timedOut ? 'TimedOut' : null, message: end.message };
      const verdict = await proposeEnd(on, run, proposal);
      const again = verdict.kind === 'accepted' && verdict.state?.type === 'SCHEDULED';
      if (!again) open.delete(id);
      return { again };
    },
    async endAll(left) {
      for (const { run, tasks } of [...open.values()].reverse()) {
        await tasks.end(left);
        await proposeEnd(on, run, { type: left.type, message: left.message ?? null });
      }
      open.clear();
    },
  };
};

const answeredOf = (verdict: Verdict, wanted: string): Answered => {
  switch (verdict.kind) {
    case 'accepted':
      return verdict.state?.type === wanted
        ? { kind: 'accepted' }
        : { kind: 'refused', reason: `it is ${verdict.state?.name ?? 'gone'}` };
    case 'wait':
      return verdict;
    case 'refused':
    case 'lost':
    case 'unacceptable':
      return {
        kind: 'refused',
        reason: verdict.reason ?? `it is ${'state' in verdict ? verdict.state?.name : 'lost'}`,
      };
    case 'unheard':
      return { kind: 'refused', reason: 'the runner is ending' };
  }
};
