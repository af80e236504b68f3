import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { notePolled } from './note-polled.ts';
import { readFlowRuns } from './read-flow-run.ts';
import { readScheduledRuns } from './statements/read-scheduled-runs.ts';

type ScheduledRuns = (typeof api)['deployments']['scheduledRuns'];

/**
 * What is scheduled for these deployments, earliest first; claims nothing, and leaves out the runs that a process of their own
 * is about to try again.
 */
export const scheduledRuns = async (
  context: Context,
  { deploymentIds, scheduledBefore, limit }: z.output<ScheduledRuns['input']>,
): Promise<z.input<ScheduledRuns['output']>> => {
  if (deploymentIds.length === 0) return [];
  const ids = await readScheduledRuns(context.db, { deploymentIds, scheduledBefore, limit });
  const runs = await readFlowRuns(context, ids);
  notePolled(context.services, deploymentIds);
  return ids.flatMap((id) => runs.get(id) ?? []);
};
