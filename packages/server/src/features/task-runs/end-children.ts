import type { Context, Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { type ForcedState, forcedState, forceStates } from '../flow-runs/force-states.ts';
import type { LockedRow } from '../flow-runs/orchestrated-run.ts';
import { lockRunsIfFree } from '../flow-runs/statements/lock-runs-if-free.ts';
import { parentsOf } from './orchestrated-task-run.ts';
import { proposeTaskStates } from './propose-task-states.ts';
import { lockRunsWithOpenChildren } from './statements/lock-runs-with-open-children.ts';
import { type OpenChild, readOpenChildren } from './statements/read-open-children.ts';

const parentsMax = 50;
const batch = 200;

/**
 * One pass: what a flow run left open when it was cancelled is cancelled, too; when its runner's process was done with it, what
 * ran in there is Crashed. Subflows go first, and take their stand-ins along; one with a deployment has a process of its own,
 * which is told.
 */
export const endChildren = (services: Services): Promise<{ runs: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const { db } = context;
    const parents = await lockRunsWithOpenChildren(db, { limit: parentsMax });
    if (parents.length === 0) return { runs: 0, full: false };
    const flowRunIds = parents.map(({ id }) => id);
    const open = await readOpenChildren(db, { flowRunIds, limit: batch });
    const ends = endsOf(parents);
    const allTold = await endSubflows(context, open, ends);
    await endTasks(context, open, { ends, parents });
    const full = open.length === batch;
    // A subflow that somebody held is for the next pass.
    if (!full && allTold)
      await db.updateTable('flow_run').set({ ends_children: false }).where('id', 'in', flowRunIds).execute();
    return { runs: open.length, full: full || parents.length === parentsMax };
  });

const cancelled = {
  type: 'CANCELLED',
  name: 'Cancelled',
  message: 'The parent flow run was cancelled.',
} as const;
const crashed = { type: 'CRASHED', name: 'Crashed', message: 'The parent flow run ended before.' } as const;

/** How what each flow run left open ends, by its id. */
const endsOf = (parents: readonly LockedRow[]): Map<string, ForcedState> =>
  new Map(parents.map(({ id, state_type }) => [id, state_type === 'CANCELLED' ? cancelled : crashed]));

/** Answers whether all of them could be told. */
const endSubflows = async (
  context: Context,
  open: readonly OpenChild[],
  ends: ReadonlyMap<string, ForcedState>,
): Promise<boolean> => {
  const endOfChild = new Map(
    open.flatMap(({ child_id, flow_run_id }) =>
      child_id === null ? [] : [[child_id, ends.get(flow_run_id) ?? crashed] as const],
    ),
  );
  const rows = await lockRunsIfFree(context.db, [...endOfChild.keys()]);
  await forceStates(
    context,
    rows.map((row) => {
      const end = endOfChild.get(row.id) ?? crashed;
      const elsewhere = row.deployment_id !== null;
      return { row, state: elsewhere ? { ...end, type: 'CANCELLING', name: 'Cancelling' } : end };
    }),
  );
  return rows.length === endOfChild.size;
};

const endTasks = async (
  context: Context,
  open: readonly OpenChild[],
  { ends, parents }: { ends: ReadonlyMap<string, ForcedState>; parents: readonly LockedRow[] },
): Promise<void> => {
  const tasks = open
    .filter(({ child_id }) => child_id === null)
    .map(({ task_run_id, flow_run_id }) => ({
      id: task_run_id,
      states: [{ state: forcedState(ends.get(flow_run_id) ?? crashed), at: context.now, force: true }],
    }));
  if (tasks.length > 0) await proposeTaskStates(context, { tasks, parents: parentsOf(parents) });
};
