import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { taskRunsMatching } from '../../filters/links.ts';
import { countByInterval } from '../flow-runs/state-history.ts';

type History = (typeof api)['taskRuns']['history'];

export const taskRunHistory = (
  context: Context,
  { historyStart, historyEnd, historyIntervalSeconds, ...filters }: z.output<History['input']>,
): Promise<z.input<History['output']>> => {
  const period = { historyStart, historyEnd, historyIntervalSeconds };
  return countByInterval(context, { table: 'task_run', where: taskRunsMatching(filters) }, period);
};
