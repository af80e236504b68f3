import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowRunsMatching } from '../../filters/links.ts';
import { countByInterval } from './state-history.ts';

type History = (typeof api)['flowRuns']['history'];

export const flowRunHistory = async (
  context: Context,
  { historyStart, historyEnd, historyIntervalSeconds, ...filters }: z.output<History['input']>,
): Promise<z.input<History['output']>> => {
  const where = await flowRunsMatching(context.db, filters);
  const period = { historyStart, historyEnd, historyIntervalSeconds };
  return countByInterval(context, { table: 'flow_run', where }, period);
};
