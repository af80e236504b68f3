import type { taskRun } from '@carillon/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readTaskRun } from './read-task-run.ts';
import { lockDeferredRun } from './statements/lock-deferred-run.ts';

/**
 * Offers the deferred task run that has waited longest to a worker of these tasks. One that was taken is offered to nobody else;
 * one that was not stays as it is. Two workers are never offered the same at once. Null when none waits.
 */
export const handOutDeferred = async (
  context: Context,
  {
    taskKeys,
    offer,
  }: { taskKeys: readonly string[]; offer: (run: z.input<typeof taskRun>) => Promise<boolean> },
): Promise<{ taken: boolean } | null> => {
  const { db } = context;
  const id = await lockDeferredRun(db, { taskKeys });
  if (id === null) return null;
  const taken = await offer(await readTaskRun(context, { id }));
  // Its state is the worker's to change; only that it waits for nobody any more is ours to say.
  if (taken)
    await db
      .updateTable('task_run')
      .set({ state_details: sql`state_details || '{"deferred": false}'::jsonb` })
      .where('id', '=', id)
      .execute();
  return { taken };
};
