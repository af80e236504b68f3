import type { Failure, RunReporter, SubflowCall, SubflowReport } from '@carillon/sdk';
import { failureMessage } from './failure.ts';
import { granted } from './granted.ts';
import type { SubflowEnd } from './messages.ts';
import type { Reporting } from './report-run.ts';
import { resultJson } from './result.ts';

type Opened = { id: string; name: string; taskRunId: string; call: SubflowCall };

/** Reports what becomes of a sub-flow, whose own tasks and sub-flows are reported by `reporterOf`, anew for each attempt. */
export const subflowReport = (
  { id, name, taskRunId, call }: Opened,
  on: Reporting,
  reporterOf: (flowRunId: string, on: Reporting) => RunReporter,
): SubflowReport => {
  const cancelled = new AbortController();
  const signal = AbortSignal.any([on.signal, cancelled.signal]);
  on.subflows.set(id, cancelled);
  const newReporter = (): RunReporter =>
    reporterOf(id, { ...on, signal, logOf: (of) => on.logOf({ flowRunId: id, ...of }) });
  let reporter = newReporter();

  const end = async (how: SubflowEnd): Promise<boolean> => {
    const { again } = await on.ask('end-subflow', { id, end: how });
    if (!again) on.subflows.delete(id);
    return again;
  };
  return {
    taskRunId,
    run: { id, name, scheduledTime: null, parameters: call.parameters },
    log: on.logOf({ flowRunId: id }),
    signal: cancelled.signal,
    get reporter() {
      return reporter;
    },
    async begin() {
      reporter = newReporter();
      await granted(() => on.ask('begin-subflow', { id }), { what: `flow ${call.name}`, signal });
    },
    async completed(result) {
      await end({ kind: 'completed', result: resultJson(result) });
    },
    failed: ({ error, timedOut }: Failure) =>
      end(
        cancelled.signal.aborted
          ? { kind: 'cancelled' }
          : { kind: 'failed', message: failureMessage(error), timedOut },
      ),
  };
};
