import { type ErrorIssue, issuesInWords } from '@carillon/core';
import { z } from 'zod';
import { issuesOf } from '../refuse.ts';
import type { Deployment } from './deployment.ts';
import type { Schedule } from './schedules.ts';

/**
 * What types could not tell: each schedule's parameters, laid over the deployment's, as the flow's schema reads them. Each
 * issue says where: `schedule "eu": region: Invalid option: expected one of "eu"|"us"`. Empty when all is well.
 */
export const checkDeployment = async (definition: Deployment): Promise<ErrorIssue[]> => {
  const { parameters, schedules, flow } = definition;
  const schema = flow.options.parameters;
  const own = await Promise.all(
    Object.entries(parameters).map(([key, value]) => faults(schema.shape[key], value, `parameters.${key}`)),
  );
  const scheduled = await Promise.all(
    schedules.map((schedule, index) =>
      faults(schema, { ...parameters, ...schedule.parameters }, nameOf(schedule, index)),
    ),
  );
  return [...own, ...scheduled].flat();
};

/** By its slug, else by its place, counted from 1. */
const nameOf = ({ slug }: Schedule, index: number): string =>
  slug == null ? `schedule ${index + 1}` : `schedule "${slug}"`;

const faults = async (
  schema: z.core.$ZodType | undefined,
  value: unknown,
  where: string,
): Promise<ErrorIssue[]> => {
  if (schema === undefined) {
    return [{ path: [], message: `${where}: the flow has no such parameter` }];
  }
  const read = await z.core.safeParseAsync(schema, value);
  return read.success ? [] : [{ path: [], message: `${where}: ${issuesInWords(issuesOf(read.error))}` }];
};
