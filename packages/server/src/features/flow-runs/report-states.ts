import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { proposeStates } from './propose-states.ts';

type Report = (typeof api)['flowRuns']['report'];

/** What holders report of many runs at once, each answered as it would be alone. */
export const reportStates = async (
  context: Context,
  { reports }: z.output<Report['input']>,
): Promise<z.input<Report['output']>> => {
  const answers = await proposeStates(
    context,
    reports.map((report) => ({ ...report, force: false })),
  );
  return answers.map(({ answer }) => {
    if (!(answer instanceof DomainError)) return { result: answer, refused: null };
    const { code, message, data } = answer;
    return { result: null, refused: { code, message, data } };
  });
};
