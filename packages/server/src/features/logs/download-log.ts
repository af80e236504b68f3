import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { logCsv } from './log-csv.ts';

type Download = (typeof api)['logs']['download'];

/** A run's log as a file, in pieces that are read as they are wanted. Throws FLOW_RUN_NOT_FOUND. */
const openLogFile = async (
  { db }: Context,
  { flowRunId }: z.output<Download['input']>,
): Promise<{ fileName: string; pieces: AsyncIterable<string> }> => {
  const run = await db.selectFrom('flow_run').select('name').where('id', '=', flowRunId).executeTakeFirst();
  if (run === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id: flowRunId });
  return { fileName: `${run.name}-logs.csv`, pieces: logCsv(db, flowRunId) };
};

export const downloadLog = async (
  context: Context,
  input: z.output<Download['input']>,
): Promise<z.input<Download['output']>> => {
  const { fileName, pieces } = await openLogFile(context, input);
  let csv = '';
  for await (const piece of pieces) csv += piece;
  return { fileName, csv };
};
