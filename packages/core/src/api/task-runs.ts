import { z } from 'zod';
import { filters } from '../schemas/filter.ts';
import { leaseToken } from '../schemas/flow-run.ts';
import { flowRunId, taskRunId } from '../schemas/id.ts';
import { orchestrationResult } from '../schemas/orchestration.ts';
import { cursor, limit, listOf, offset, page, pageOf } from '../schemas/page.ts';
import { taskRunSort } from '../schemas/sort.ts';
import { state, stateCreate } from '../schemas/state.ts';
import { historyPeriod, stateHistory } from '../schemas/state-history.ts';
import { taskReport, taskReportAnswer, taskRun, taskRunCreate, taskRunUpdate } from '../schemas/task-run.ts';
import { mutation, query } from './procedure.ts';

const sort = taskRunSort.default('ID_DESC');
const byId = z.strictObject({ id: taskRunId });
const nothing = z.null();

export const taskRuns = {
  /** Makes a task run, or answers unchanged the one that these keys have in the flow run. */
  create: mutation(taskRunCreate, z.object({ run: taskRun, created: z.boolean() }), { repeatable: true }),
  read: query(byId, taskRun),
  list: query(z.strictObject({ ...filters, sort, limit, offset, cursor }), listOf(taskRun)),
  paginate: query(z.strictObject({ ...filters, sort, limit, page }), pageOf(taskRun)),
  count: query(z.strictObject(filters), z.int()),
  update: mutation(taskRunUpdate.extend({ id: taskRunId }), nothing, { repeatable: true }),
  /** Its history and logs go with it; the slots that it holds are free; a flow run that it stands for stays. */
  delete: mutation(byId, nothing),
  history: query(z.strictObject({ ...filters, ...historyPeriod }), stateHistory),
  /** Proposes a state. One with the transition id of an earlier proposal is answered as that was, and changes nothing. */
  setState: mutation(
    z.strictObject({ id: taskRunId, state: stateCreate, force: z.boolean().default(false) }),
    orchestrationResult,
  ),
  /** The states that a task run has been in, oldest first. */
  states: query(byId, z.array(state)),
  /**
   * What happened to task runs of a flow run, many at once; answered in the order of the reports. What does not depend on the
   * server (a task without cache key and limited tags) may be told after it happened: Pending, Running and Completed in one
   * report. Tell all before the flow run's last state. Safe to repeat. LEASE_LOST when the flow run is no longer the sender's.
   */
  report: mutation(
    z.strictObject({
      flowRunId,
      leaseToken: leaseToken.nullable().default(null),
      tasks: z.array(taskReport).min(1).max(500),
    }),
    z.array(taskReportAnswer),
    { repeatable: true },
  ),
};
