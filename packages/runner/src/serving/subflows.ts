import type {
  Answered,
  Questions,
  SubflowEnd,
  SubflowEnded,
  SubflowRun,
  TaskState,
} from '../child/messages.ts';
import { finalState, type Proposal } from './final-state.ts';
import { proposeEnd } from './propose-end.ts';
import { proposeState, type ReportedRun, type Reporting, type Verdict } from './propose-state.ts';
import { type TaskReporter, taskReporter } from './report-tasks.ts';
import { untilHeard } from './until-heard.ts';

type Left = Pick<TaskState, 'type' | 'message'>;

/** A sub-flow's run, and the reporter of its task runs. */
type Subflow = { run: ReportedRun; tasks: TaskReporter };

export type Subflows = {
  find(id: string): Subflow | undefined;
  /** Makes the run, linked to a task run of its parent that stands in for it. */
  open(about: Questions['open-subflow']['asks'], parent: TaskReporter): Promise<SubflowRun>;
  begin(id: string): Promise<Answered>;
  end(about: Questions['end-subflow']['asks']): Promise<SubflowEnded>;
  /** Gives this end to those that are still open, and to those that are just being made. */
  endAll(left: Left): Promise<void>;
};

/** Between two looks whether somebody cancels one of them. */
const watchMs = 1000;

/** What a flow's process leaves open when its attempt is over. */
const unfinished = { type: 'CANCELLED', message: 'the flow ended before it' } as const;

/** The runs that a flow's process carries out besides its own. They have no lease: they live and die with the process. */
export const subflowsOf = (
  on: Reporting & { cancelSubflow: (id: string) => void },
  { leaseToken }: ReportedRun,
): Subflows => {
  const open = new Map<string, Subflow>();
  let over: Left | null = null;
  let watching = false;
  /** They have no lease by which this runner would be told. */
  const watch = async (): Promise<void> => {
    if (watching) return;
    watching = true;
    while (open.size > 0 && !on.signal.aborted) {
      await on.clock.after(watchMs, on.signal).catch(() => {});
      for (const id of await toBeEnded(on, [...open.keys()])) on.cancelSubflow(id);
    }
    watching = false;
  };
  const knownTo = (id: string): Subflow => {
    const subflow = open.get(id);
    if (subflow === undefined) throw new Error(`flow run ${id} is not under way here`);
    return subflow;
  };

  const endAll = async (left: Left): Promise<void> => {
    over = left;
    const ending = [...open.values()].reverse();
    open.clear();
    for (const { run, tasks } of ending) {
      await tasks.end(left);
      await proposeEnd(on, run, { type: left.type, message: left.message ?? null });
    }
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
      // The process that asked for it has ended meanwhile.
      if (over !== null) await endAll(over);
      void watch();
      return { id: run.id, name: run.name };
    },
    begin: async (id) => answeredOf(await proposeState(on, knownTo(id).run, { type: 'RUNNING' }), 'RUNNING'),
    async end({ id, end }) {
      const { run, tasks } = knownTo(id);
      await tasks.end(unfinished);
      const verdict = await proposeEnd(on, run, endOf(end));
      const again = verdict.kind === 'accepted' && verdict.state?.type === 'SCHEDULED';
      if (!again) open.delete(id);
      return { again };
    },
    endAll,
  };
};

const endOf = (end: SubflowEnd): Proposal =>
  end.kind === 'failed'
    ? { type: 'FAILED', name: end.timedOut ? 'TimedOut' : null, message: end.message }
    : finalState(end);

/** Those of these runs that somebody cancels, as far as the server can be asked. */
const toBeEnded = async ({ client, signal }: Reporting, ids: string[]): Promise<string[]> => {
  const state = { type: { any: ['CANCELLING' as const, 'CANCELLED' as const] } };
  const asked = { flowRuns: { id: { any: ids }, state } };
  const found = await client.flowRuns.list(asked, { signal, retries: 0 }).catch(() => null);
  return found?.results.map(({ id }) => id) ?? [];
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
